package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.recording.SigningKeyRotation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport recording key rotate`: makes a new signing key, which takes the old one's place at the next start.
@Command(
        name = "rotate",
        description = {
            "Make a new signing key. The gateway takes it at its next start: the old key vouches for it in the day"
                    + " log and is then destroyed; its public half stays in signing-key.pub, so old recordings verify.",
            "Asked again before that start, it changes nothing."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:a new key waits", "2:it could not be made"},
        mixinStandardHelpOptions = true)
final class RecordingKeyRotate implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            required = true,
            description = "The gateway's state folder.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path state;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            SigningKeyRotation rotation = SigningKeyRotation.prepare(state);
            out.println(
                    "key "
                            + rotation.next().verifyKey()
                            + " waits: restart the gateway, then give auditors its signing-key.pub anew");
            return 0;
        } catch (IOException e) {
            err.println(Plain.line(String.valueOf(e.getMessage())));
            return 2;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
