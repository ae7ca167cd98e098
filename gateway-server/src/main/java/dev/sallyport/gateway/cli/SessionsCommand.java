package dev.sallyport.gateway.cli;

import dev.sallyport.model.control.SessionList;
import dev.sallyport.model.control.SessionSummary;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport sessions`: who is connected now, and putting an end to it.
@Command(
        name = "sessions",
        description = "List, show and kill live sessions.",
        subcommands = {
            SessionsCommand.ListThem.class,
            SessionsCommand.Show.class,
            SessionsCommand.Kill.class
        })
public final class SessionsCommand extends CommandGroup {
    @Command(
            name = "list",
            description = "List the live sessions that you may see, the oldest first.")
    static final class ListThem extends ControlCommand {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            SessionList list = gateway.sessions();
            if (json) {
                printJson(list);
                return;
            }
            if (list.sessions().isEmpty()) {
                out().println("No session is live, of those that you may see.");
                return;
            }
            Instant now = Clock.systemUTC().instant();
            Table table =
                    new Table(
                            "ID",
                            "WHO",
                            "TARGET",
                            "PROTOCOL",
                            "FROM",
                            "SINCE",
                            "FOR",
                            "ASKED",
                            "STATE");
            for (SessionSummary session : list.sessions()) {
                table.add(
                        session.id().value(),
                        session.who().name(),
                        session.target().value(),
                        session.protocol(),
                        session.clientAddress(),
                        Times.at(session.started()),
                        Times.span(Duration.between(session.started(), now)),
                        Integer.toString(session.statements()),
                        state(session));
            }
            table.print(out());
            if (list.more() > 0) {
                out().println("… and " + list.more() + " more.");
            }
        }
    }

    @Command(name = "show", description = "Show one live session.")
    static final class Show extends ControlCommand {
        @Parameters(paramLabel = "ID", description = "The session.")
        private String id = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            SessionSummary session = gateway.session(id);
            if (json) {
                printJson(session);
                return;
            }
            PrintWriter out = out();
            out.println("Session:    " + session.id());
            out.println("Who:        " + Plain.line(ApprovalText.who(session.who())));
            out.println("Roles:      " + Plain.line(String.join(", ", session.roles())));
            out.println(
                    "Target:     "
                            + session.target()
                            + " ("
                            + Plain.line(session.protocol())
                            + ")");
            out.println("From:       " + Plain.line(session.clientAddress()));
            out.println("Started:    " + Times.at(session.started()));
            out.println("Statements: " + session.statements());
            out.println("State:      " + Plain.line(state(session)));
        }
    }

    @Command(name = "kill", description = "End a live session; needs an administrator's role.")
    static final class Kill extends ControlCommand {
        @Parameters(paramLabel = "ID", description = "The session.")
        private String id = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; stands in the recording.")
        private String reason = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            SessionSummary killed = gateway.kill(id, reason);
            out().println(
                            "Killed: session "
                                    + killed.id()
                                    + " of "
                                    + Plain.line(killed.who().name())
                                    + " at "
                                    + killed.target()
                                    + ".");
        }
    }

    private static String state(SessionSummary session) {
        return session.state().word()
                + (session.approval() == null ? "" : " by " + session.approval());
    }
}
