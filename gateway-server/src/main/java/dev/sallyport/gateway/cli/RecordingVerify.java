package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.RecordingVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport recording verify FILE…`: says of each file whether it is what the gateway wrote.
@Command(
        name = "verify",
        description = "Tell whether recordings are what the gateway wrote.",
        exitCodeListHeading = "%nExit status, of the worst file:%n",
        exitCodeList = {
            "0:intact and sealed",
            "1:damaged: the first record that cannot be relied on is named",
            "2:cannot be read, or not read by this version",
            "3:intact, but not sealed: still growing, left by a crash, or its end cut off"
        },
        mixinStandardHelpOptions = true)
final class RecordingVerify implements Callable<Integer> {
    /// Exit statuses, the best first.
    private static final List<Integer> FROM_GOOD_TO_BAD = List.of(0, 3, 1, 2);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin private final TrustedKeys keys = new TrustedKeys();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings, *.sprec.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> files;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RecordingVerifier verifier;
        try {
            verifier = new RecordingVerifier(keys.read());
        } catch (IOException e) {
            err.println("key: " + Plain.line(String.valueOf(e.getMessage())));
            err.flush();
            return 2;
        }
        int worst = 0;
        for (Path file : files) {
            int status;
            try {
                ChainVerdict verdict = verifier.verify(file);
                status = verdict.status();
                out.println(Plain.line(file.toString()) + ": " + VerdictText.of(verdict));
            } catch (IOException e) {
                status = 2;
                err.println(Plain.line(file + ": cannot be read: " + e));
            }
            if (FROM_GOOD_TO_BAD.indexOf(status) > FROM_GOOD_TO_BAD.indexOf(worst)) {
                worst = status;
            }
        }
        out.flush();
        err.flush();
        return worst;
    }
}
