package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.control.PolicyText;
import dev.sallyport.model.control.PolicyVersionList;
import dev.sallyport.model.control.PolicyVersionSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `sallyport policy activate|reload|rollback|versions|show|diff`: the policy of a gateway that runs. All of them need an
/// administrator's role.
final class PolicyVersionCommands {
    private static final int HASH_DIGITS = 12;

    private PolicyVersionCommands() {}

    @Command(
            name = "activate",
            description =
                    "Check a policy file, run its tests, and bring it into force at a gateway; open sessions follow.")
    static final class Activate extends ControlCommand {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private PolicyCommand parent;

        @Parameters(paramLabel = "FILE", description = "The policy, such as policy.yaml.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Path file;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Why; stands in the recording and in the list of versions.")
        private String reason = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            // The gateway checks it as well; here the problems are told in the file's own name.
            List<Problem> problems =
                    switch (PolicyFile.load(file)) {
                        case PolicyFile.Loaded.Faulty(List<Problem> found) -> found;
                        case PolicyFile.Loaded.Ready(PolicyFile read) ->
                                read.failures(parent.reader());
                    };
            if (!problems.isEmpty()) {
                PolicyCheck.told(problems, out());
                throw new ControlFailure(
                        "the policy cannot be used", "Nothing was sent. Correct the file.");
            }
            told("In force now: ", gateway.activate(text(file), reason));
        }

        private void told(String what, PolicyVersionSummary version) {
            out().println(what + words(version) + ".");
        }
    }

    @Command(
            name = "reload",
            description = "Have a gateway read its policy file again, as SIGHUP does.")
    static final class Reload extends ControlCommand {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Why; stands in the recording and in the list of versions.")
        private String reason = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            out().println("In force now: " + words(gateway.reload(reason)) + ".");
        }
    }

    @Command(
            name = "rollback",
            description =
                    "Bring back the policy that was in force before; once more, the one before that.")
    static final class Rollback extends ControlCommand {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Why; stands in the recording and in the list of versions.")
        private String reason = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            out().println("In force now: " + words(gateway.rollback(reason)) + ".");
        }
    }

    @Command(
            name = "versions",
            description = "List the policies that were in force at a gateway, the newest first.")
    static final class Versions extends ControlCommand {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            PolicyVersionList list = gateway.policyVersions();
            if (json) {
                printJson(list);
                return;
            }
            Table table = new Table("VERSION", "SHA-256", "SINCE", "HOW", "BY", "REASON");
            for (PolicyVersionSummary version : list.versions()) {
                table.add(
                        version.number() + (version.active() ? " (in force)" : ""),
                        version.sha256().substring(0, HASH_DIGITS),
                        Times.at(version.at()),
                        version.how()
                                + (version.restores() == null ? "" : " to " + version.restores()),
                        version.by().name(),
                        version.reason());
            }
            table.print(out());
            if (list.more() > 0) {
                out().println("… and " + list.more() + " more.");
            }
        }
    }

    @Command(name = "show", description = "Print the text of a policy that was in force.")
    static final class Show extends ControlCommand {
        @Parameters(
                paramLabel = "VERSION",
                defaultValue = "active",
                description =
                        "A number, 'active', or at least 8 digits of a SHA-256; default ${DEFAULT-VALUE}.")
        private String version = "";

        @Option(names = "--json", description = "Print JSON, with who activated it and why.")
        private boolean json;

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            PolicyText text = gateway.policyText(version);
            if (json) {
                printJson(text);
            } else {
                Plain.lines(text.text()).forEach(out()::println);
            }
        }
    }

    @Command(
            name = "diff",
            description = "Show in which lines two policies differ. Exits with 0 either way.")
    static final class Diff extends ControlCommand {
        @Parameters(
                index = "0",
                paramLabel = "A",
                description = "A version as for 'show', or a file.")
        private String first = "";

        @Parameters(
                index = "1",
                paramLabel = "B",
                description = "A version as for 'show', or a file.")
        private String second = "";

        @Override
        void run(ControlClient gateway) throws ControlFailure {
            List<String> from = lines(gateway, first);
            List<String> to = lines(gateway, second);
            List<String> differences = LineDiff.of(from, to);
            if (differences.isEmpty()) {
                out().println("No line differs.");
                return;
            }
            out().println("--- " + Plain.line(first));
            out().println("+++ " + Plain.line(second));
            differences.forEach(out()::println);
        }

        private static List<String> lines(ControlClient gateway, String name)
                throws ControlFailure {
            Path file = Path.of(name);
            return Plain.lines(
                    Files.isRegularFile(file) ? text(file) : gateway.policyText(name).text());
        }
    }

    private static String text(Path file) throws ControlFailure {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ControlFailure(
                    file + " cannot be read (" + e + ")", "Name a readable file of UTF-8 text.");
        }
    }

    private static String words(PolicyVersionSummary version) {
        Function<Integer, String> restored = number -> ", the text of version " + number;
        return "version "
                + version.number()
                + " ("
                + version.sha256().substring(0, HASH_DIGITS)
                + (version.restores() == null ? "" : restored.apply(version.restores()))
                + ")";
    }
}
