package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.sallyport.model.control.ControlJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands that ask the gateway have in common. They exit with 0 where it was done, 1 where it was not, 2
/// where the command line is wrong.
abstract class ControlCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Mixin private ControlOptions options = new ControlOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    abstract void run(ControlClient gateway) throws ControlFailure;

    @Override
    public final Integer call() {
        try (ControlClient gateway = options.client()) {
            run(gateway);
            out().flush();
            return 0;
        } catch (ControlFailure failure) {
            out().flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println(spec.qualifiedName() + ": " + Plain.line(failure.what()));
            err.println(Plain.line(failure.next()));
            err.flush();
            return 1;
        }
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /// Prints it as JSON in ASCII: whatever a terminal might obey is escaped.
    void printJson(Object value) {
        try {
            String text =
                    ControlJson.lenient()
                            .writerWithDefaultPrettyPrinter()
                            .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                            .writeValueAsString(value);
            out().println(text.replace("\u007f", "\\u007f"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }
}
