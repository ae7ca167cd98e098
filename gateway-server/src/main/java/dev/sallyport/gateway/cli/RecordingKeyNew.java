package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.recording.KeyFile;
import dev.sallyport.model.recording.ReadingKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport recording key new FILE`: a key pair for an auditor, made where the auditor is.
@Command(
        name = "new",
        description = {
            "Make a key pair for an auditor: FILE opens recordings and stays with the auditor, FILE.pub goes to the"
                    + " gateway's administrator, for recordings.auditors in the configuration.",
            "Recordings made before the gateway knows the key do not open with it."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:both files are written", "2:they are not"},
        mixinStandardHelpOptions = true)
final class RecordingKeyNew implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The private key's file, which must not be there yet.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        try {
            for (Path path : new Path[] {file, publicFile}) {
                if (Files.exists(path)) {
                    // A key that is overwritten leaves recordings that nobody can open.
                    err.println(Plain.line(path + ": is there already (expected: a new name)"));
                    return 2;
                }
            }
            ReadingKey key = ReadingKey.generate();
            KeyFile.write(file, key.pem());
            Files.writeString(publicFile, key.recipient().pem());
            out.println(Plain.line(key.recipient() + ": " + file + ", " + publicFile));
            return 0;
        } catch (IOException e) {
            err.println(Plain.line(file + ": cannot be written: " + e));
            return 2;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
