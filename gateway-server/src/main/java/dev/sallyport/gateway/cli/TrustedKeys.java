package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "Public keys to trust: the gateway's signing-key.pub, PEM, one or several in a file. May be"
                            + " given several times. Without it, a recording is only compared with itself.")
    private @Nullable List<Path> files;

    /// @throws IOException where a file cannot be read, or holds no Ed25519 key
    Set<VerifyKey> read() throws IOException {
        Set<VerifyKey> keys = new HashSet<>();
        if (files != null) {
            for (Path file : files) {
                try {
                    keys.addAll(
                            VerifyKey.allOfPem(
                                    Files.readString(file, StandardCharsets.ISO_8859_1)));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ": " + e.getMessage(), e);
                }
            }
        }
        return keys;
    }
}
