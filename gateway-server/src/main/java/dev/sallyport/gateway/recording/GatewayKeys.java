package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.Envelope;
import dev.sallyport.model.recording.ReadingKey;
import dev.sallyport.model.recording.RecipientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys a gateway records with: its own to sign and to read, and those of the auditors who may read as well.
///
/// @param rotation a new signing key that takes the other one's place when the journal opens
/// @param auditors public keys; each recording opens with any of them
public record GatewayKeys(
        SigningKey signing,
        Optional<SigningKeyRotation> rotation,
        ReadingKey reading,
        List<RecipientKey> auditors) {
    /// Opens the gateway's recordings; readable by its owner only.
    public static final String READING_FILE = "recording-key.pem";

    public GatewayKeys {
        auditors = List.copyOf(auditors);
        if (auditors.size() > Envelope.AUDITORS_MAX) {
            throw new IllegalArgumentException(
                    "auditors: "
                            + auditors.size()
                            + " (expected: at most "
                            + Envelope.AUDITORS_MAX
                            + ")");
        }
    }

    /// Reads the gateway's keys from its state folder, or makes them at the first start.
    ///
    /// @param signingAgeMax how old the signing key may become; another one is made then
    /// @throws IOException where one cannot be read or written, or where others may read it
    public static GatewayKeys loadOrCreate(
            Path stateFolder,
            List<RecipientKey> auditors,
            Optional<Duration> signingAgeMax,
            Instant now)
            throws IOException {
        SigningKey signing = SigningKey.loadOrCreate(stateFolder);
        Path file = stateFolder.resolve(READING_FILE);
        if (!Files.exists(file)) {
            KeyFile.write(file, ReadingKey.generate().pem());
        }
        try {
            return new GatewayKeys(
                    signing,
                    SigningKeyRotation.due(stateFolder, signingAgeMax, now),
                    ReadingKey.ofPem(KeyFile.read(file)),
                    auditors);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Keys among which none is about to change.
    public GatewayKeys(SigningKey signing, ReadingKey reading, List<RecipientKey> auditors) {
        this(signing, Optional.empty(), reading, auditors);
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
