package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.Envelope;
import dev.sallyport.model.recording.ReadingKey;
import dev.sallyport.model.recording.RecipientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The keys a gateway records with: its own to sign and to read, and those of the auditors who may read as well.
///
/// @param auditors public keys; each recording opens with any of them
public record GatewayKeys(SigningKey signing, ReadingKey reading, List<RecipientKey> auditors) {
    /// How many auditors' keys fit into a header beside the gateway's own.
    public static final int AUDITORS_MAX = Envelope.SLOTS_MAX - 1;

    /// Opens the gateway's recordings; readable by its owner only.
    public static final String READING_FILE = "recording-key.pem";

    public GatewayKeys {
        auditors = List.copyOf(auditors);
        if (auditors.size() > AUDITORS_MAX) {
            throw new IllegalArgumentException(
                    "auditors: " + auditors.size() + " (expected: at most " + AUDITORS_MAX + ")");
        }
    }

    /// Reads the gateway's keys from its state folder, or makes them at the first start.
    ///
    /// @throws IOException where one cannot be read or written, or where others may read it
    public static GatewayKeys loadOrCreate(Path stateFolder, List<RecipientKey> auditors)
            throws IOException {
        SigningKey signing = SigningKey.loadOrCreate(stateFolder);
        Path file = stateFolder.resolve(READING_FILE);
        if (!Files.exists(file)) {
            KeyFile.write(file, ReadingKey.generate().pem());
        }
        try {
            return new GatewayKeys(signing, ReadingKey.ofPem(KeyFile.read(file)), auditors);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Keys that are kept nowhere, for tests and trials.
    public static GatewayKeys temporary() {
        return new GatewayKeys(SigningKey.temporary(), ReadingKey.generate(), List.of());
    }

    /// All who can open what is recorded, the gateway first.
    List<RecipientKey> recipients() {
        List<RecipientKey> all = new ArrayList<>();
        all.add(reading.recipient());
        all.addAll(auditors);
        return all;
    }
}
