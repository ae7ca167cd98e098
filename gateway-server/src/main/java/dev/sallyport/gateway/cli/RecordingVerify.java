package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.FolderVerdict;
import dev.sallyport.model.recording.FolderVerifier;
import dev.sallyport.model.recording.RecordingVerifier;
import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport recording verify FILE…`: says of each file whether it is what the gateway wrote, and with `--folder`
/// whether any is missing. Needs no key but the gateway's public one.
@Command(
        name = "verify",
        description =
                "Tell whether recordings are what the gateway wrote, and whether all are there.",
        exitCodeListHeading = "%nExit status, of the worst file:%n",
        exitCodeList = {
            "0:intact and sealed; with --folder, and all there",
            "1:damaged: the first record that cannot be relied on is named; or one is missing, or unknown",
            "2:cannot be read, or not read by this version",
            "3:intact, but not sealed: still growing, left by a crash, or its end cut off"
        },
        mixinStandardHelpOptions = true)
final class RecordingVerify implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin private final TrustedKeys keys = new TrustedKeys();

    @Option(names = "--json", description = "Print one JSON object for each file.")
    private boolean json;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Verify all recordings and day logs of this folder, and that none is missing, added or another"
                            + " than the day logs say.")
    private @Nullable Path folder;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Recordings and day logs.")
    private @Nullable List<Path> files;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Set<VerifyKey> trusted = keys.read();
            if (folder == null && files == null) {
                err.println("nothing to verify (expected: FILE…, or --folder DIR)");
                return 2;
            }
            int worst = folder == null ? 0 : folder(folder, trusted, out, err);
            for (Path file : files == null ? List.<Path>of() : files) {
                worst = FolderVerdict.worse(worst, file(file, trusted, out, err));
            }
            return worst;
        } catch (IOException e) {
            err.println("key: " + Plain.line(String.valueOf(e.getMessage())));
            return 2;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int file(Path file, Set<VerifyKey> trusted, PrintWriter out, PrintWriter err) {
        try {
            ChainVerdict verdict = new RecordingVerifier(trusted).verify(file);
            print(file, verdict, out);
            return verdict.status();
        } catch (IOException e) {
            err.println(Plain.line(file + ": cannot be read: " + e));
            return 2;
        }
    }

    private int folder(Path folder, Set<VerifyKey> trusted, PrintWriter out, PrintWriter err) {
        try {
            FolderVerdict verdict = new FolderVerifier(trusted).verify(folder);
            for (var entry : verdict.files().entrySet()) {
                print(entry.getKey(), entry.getValue(), out);
            }
            if (json) {
                ObjectNode line =
                        RecordingJson.ASCII
                                .createObjectNode()
                                .put("folder", folder.toString())
                                .put("status", verdict.status());
                ArrayNode findings = line.putArray("findings");
                for (FolderVerdict.Finding finding : verdict.findings()) {
                    findings.addObject()
                            .put("kind", finding.kind().word())
                            .put("subject", finding.subject())
                            .put("why", finding.why());
                }
                out.println(RecordingJson.ASCII.writeValueAsString(line));
            } else {
                for (FolderVerdict.Finding finding : verdict.findings()) {
                    out.println(
                            Plain.line(
                                    finding.kind().word()
                                            + ": "
                                            + finding.subject()
                                            + ": "
                                            + finding.why()));
                }
                if (verdict.findings().isEmpty()) {
                    out.println("all recordings that the day logs know are there, and no others");
                }
            }
            return verdict.status();
        } catch (IOException e) {
            err.println(Plain.line(folder + ": cannot be read: " + e));
            return 2;
        }
    }

    private void print(Path file, ChainVerdict verdict, PrintWriter out) throws IOException {
        out.println(
                json
                        ? RecordingJson.ASCII.writeValueAsString(
                                verdict.json()
                                        .put("file", file.toString())
                                        .put("verdict", VerdictText.of(verdict)))
                        : Plain.line(file.toString()) + ": " + VerdictText.of(verdict));
    }
}
