package dev.sallyport.gateway.cli;

import dev.sallyport.model.control.PassGranted;
import dev.sallyport.model.control.PassRequest;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sallyport pass`: a short-lived password for one target, for clients that cannot take a long token.
///
/// The pass alone goes to standard output, so that `PGPASSWORD=$(sallyport pass --target orders-prod)` works.
@Command(name = "pass", description = "Exchange your token for a pass to one target, and print it.")
public final class PassCommand extends ControlCommand {
    @Option(
            names = "--target",
            paramLabel = "NAME",
            required = true,
            description = "The target's name.")
    private String target = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long it should be good for; by default as long as the gateway gives.")
    private @Nullable Integer seconds;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    void run(ControlClient gateway) throws ControlFailure {
        PassGranted pass = gateway.pass(new PassRequest(target, seconds));
        if (json) {
            printJson(pass);
            return;
        }
        out().println(Plain.line(pass.secret()));
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "Pass "
                        + Plain.line(pass.id())
                        + " to "
                        + pass.target()
                        + ", good until "
                        + Times.at(pass.expires())
                        + ".");
        err.flush();
    }
}
