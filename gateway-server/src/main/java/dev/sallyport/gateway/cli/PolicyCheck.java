package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `sallyport policy check FILE`: reads the file and runs its tests. Exit status 0 if it may be used, 1 if not.
@Command(
        name = "check",
        description = "Read a policy file, tell all of its problems, and run its tests.",
        mixinStandardHelpOptions = true)
final class PolicyCheck implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private PolicyCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy, such as policy.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return switch (PolicyFile.load(file)) {
            case PolicyFile.Loaded.Faulty(List<Problem> problems) -> told(problems, out);
            case PolicyFile.Loaded.Ready(PolicyFile read) -> {
                List<Problem> failures = read.failures(parent.reader());
                if (failures.isEmpty()) {
                    int tests = read.tests().size();
                    out.println(
                            read.name()
                                    + ": good, "
                                    + (tests == 1 ? "1 test holds" : tests + " tests hold"));
                    out.println("version " + read.policy().version());
                }
                yield told(failures, out);
            }
        };
    }

    /// Prints them, one a line.
    ///
    /// @return the exit status
    static int told(List<Problem> problems, PrintWriter out) {
        problems.forEach(out::println);
        if (!problems.isEmpty()) {
            out.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    /// What picocli has filled in before it calls a command.
    static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a command runs only after its arguments were parsed");
        }
        return value;
    }
}
