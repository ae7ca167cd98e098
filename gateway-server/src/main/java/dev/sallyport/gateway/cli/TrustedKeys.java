package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that names the keys whose signatures count.
final class TrustedKeys {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A public key to trust: the gateway's signing-key.pub, PEM. May be given several times, for"
                            + " keys of former days. Without it, a recording is only compared with itself.")
    private @Nullable List<Path> files;

    /// @throws IOException where a file cannot be read, or holds no Ed25519 key
    Set<VerifyKey> read() throws IOException {
        Set<VerifyKey> keys = new HashSet<>();
        if (files != null) {
            for (Path file : files) {
                try {
                    keys.add(VerifyKey.ofPem(Files.readString(file)));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ": " + e.getMessage(), e);
                }
            }
        }
        return keys;
    }
}
