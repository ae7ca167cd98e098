package dev.sallyport.gateway.cli;

import dev.sallyport.model.control.AnswerRequest;
import dev.sallyport.model.control.AnswerTaken;
import dev.sallyport.model.control.ApprovalDetails;
import dev.sallyport.model.control.ApprovalList;
import dev.sallyport.model.control.ApprovalSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport approvals`: questions that wait for somebody's word, from a terminal.
@Command(
        name = "approvals",
        description = "List, show and answer statements that wait for approval.",
        subcommands = {
            ApprovalsCommand.ListThem.class,
            ApprovalsCommand.Show.class,
            ApprovalsCommand.Approve.class,
            ApprovalsCommand.Deny.class
        })
public final class ApprovalsCommand extends CommandGroup {
    @Command(
            name = "list",
            description = "List the open questions that you may see, the oldest first.")
    static final class ListThem extends ControlCommand {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            ApprovalList list = gateway.approvals();
            if (json) {
                printJson(list);
                return;
            }
            if (list.approvals().isEmpty()) {
                out().println("No statement waits for approval, of those that you may see.");
                return;
            }
            Instant now = Clock.systemUTC().instant();
            Table table =
                    new Table(
                            "ID",
                            "WHO",
                            "TARGET",
                            "ASKED",
                            "LEFT",
                            "NEEDS",
                            "YOURS",
                            "IT DOES",
                            "STATEMENT");
            for (ApprovalSummary approval : list.approvals()) {
                table.add(
                        approval.id().value(),
                        approval.who().name(),
                        approval.target().value(),
                        Times.at(approval.asked()),
                        Times.span(Duration.between(now, approval.expires())),
                        ApprovalText.needs(approval),
                        approval.mayAnswer() ? "yes" : "no",
                        approval.does(),
                        approval.firstLine());
            }
            table.print(out());
            if (list.more() > 0) {
                out().println("… and " + list.more() + " more.");
            }
        }
    }

    @Command(name = "show", description = "Show one question with the whole statement.")
    static final class Show extends ControlCommand {
        @Parameters(paramLabel = "ID", description = "The question, such as A-7Q2M9K.")
        private String id = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            ApprovalDetails details = gateway.approval(id);
            if (json) {
                printJson(details);
            } else {
                ApprovalText.print(details, Clock.systemUTC().instant(), out());
            }
        }
    }

    /// Answers are bound to what was shown: the hash sent is the one of the statement that was just printed.
    abstract static class Answer extends ControlCommand {
        @Parameters(paramLabel = "ID", description = "The question, such as A-7Q2M9K.")
        private String id = "";

        @Option(
                names = "--sha256",
                paramLabel = "HASH",
                description =
                        "Answer only if the statement has this SHA-256, as you saw it before.")
        private @Nullable String expected;

        void answer(ControlClient gateway, boolean yes, String reason) throws ControlFailure {
            ApprovalDetails details = gateway.approval(id);
            ApprovalText.print(details, Clock.systemUTC().instant(), out());
            out().println();
            if (!details.isWhatItSays()) {
                throw new ControlFailure(
                        "the gateway gives a hash that is not of the statement it shows; nothing was answered",
                        "Do not answer this question; tell the gateway's administrator.");
            }
            if (expected != null && !expected.strip().equalsIgnoreCase(details.sha256())) {
                throw new ControlFailure(
                        "the statement has SHA-256 "
                                + details.sha256()
                                + " (expected: "
                                + expected
                                + "); nothing was answered",
                        "Read the statement above: it is another one than you saw before.");
            }
            AnswerTaken taken =
                    gateway.answer(
                            details.summary().id(),
                            new AnswerRequest(yes, reason, details.sha256()));
            out().println(
                            switch (taken.status()) {
                                case APPROVED -> "Approved: the statement goes on.";
                                case DENIED -> "Denied: the statement is refused.";
                                case OPEN ->
                                        "Your answer counts; "
                                                + taken.remaining()
                                                + " more must say yes.";
                                case EXPIRED, WITHDRAWN ->
                                        "Your answer counts, and the question is "
                                                + taken.status().word()
                                                + ".";
                            });
        }
    }

    @Command(name = "approve", description = "Say yes to the statement as it is shown.")
    static final class Approve extends Answer {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "Why; needed where the rule asks for it.")
        private String reason = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            answer(gateway, true, reason);
        }
    }

    @Command(name = "deny", description = "Say no; one no ends the question.")
    static final class Deny extends Answer {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; the one who asks is told.")
        private String reason = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            answer(gateway, false, reason);
        }
    }
}
