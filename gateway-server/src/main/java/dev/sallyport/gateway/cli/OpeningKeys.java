package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.recording.KeyFile;
import dev.sallyport.model.recording.ReadingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that names the private keys with which recordings are opened.
final class OpeningKeys {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A private key that opens the recording: an auditor's, or the gateway's"
                            + " recording-key.pem. May be given several times.")
    private @Nullable List<Path> files;

    /// @throws IOException where a file cannot be read, or holds no such key, or others may read it
    List<ReadingKey> read() throws IOException {
        List<ReadingKey> keys = new ArrayList<>();
        if (files != null) {
            for (Path file : files) {
                try {
                    keys.add(ReadingKey.ofPem(KeyFile.read(file)));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ": " + e.getMessage(), e);
                }
            }
        }
        return keys;
    }
}
