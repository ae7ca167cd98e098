package dev.sallyport.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that only holds others: by itself it is an incomplete command line.
abstract class CommandGroup implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Override
    public final Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                spec.qualifiedName()
                        + ": what? (expected: "
                        + String.join(", ", spec.subcommands().keySet())
                        + ")");
    }
}
