package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.policy.PolicyTest;
import dev.sallyport.gateway.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `sallyport policy test FILE`: runs the tests in the file, one line each. Exit status 0 if all hold, 1 if not.
@Command(
        name = "test",
        description =
                "Run the tests that stand in a policy file, and tell of each whether it holds.",
        mixinStandardHelpOptions = true)
final class PolicyTestCommand implements Callable<Integer> {
    private static final int SQL_CHARS_MAX = 70;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private PolicyCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy, such as policy.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--quiet", description = "Tell only of those that do not hold.")
    private boolean quiet;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return switch (PolicyFile.load(file)) {
            case PolicyFile.Loaded.Faulty(List<Problem> problems) ->
                    PolicyCheck.told(problems, out);
            case PolicyFile.Loaded.Ready(PolicyFile read) -> run(read, out);
        };
    }

    private int run(PolicyFile read, PrintWriter out) {
        int failed = 0;
        for (PolicyTest test : read.tests()) {
            Optional<Problem> failure = read.failure(test, parent.reader());
            if (failure.isPresent()) {
                failed++;
                out.println(failure.get());
            } else if (!quiet) {
                out.println(
                        "holds  "
                                + read.name()
                                + ":"
                                + test.spot().line()
                                + "  "
                                + test.expect().word()
                                + test.by().map(rule -> " by " + rule).orElse("")
                                + "  "
                                + Plain.line(test.sql(), SQL_CHARS_MAX));
            }
        }
        int holding = read.tests().size() - failed;
        out.println(
                holding
                        + (holding == 1 ? " test holds" : " tests hold")
                        + (failed == 0
                                ? ""
                                : ", " + failed + (failed == 1 ? " does not" : " do not")));
        out.flush();
        return failed == 0 ? 0 : 1;
    }
}
