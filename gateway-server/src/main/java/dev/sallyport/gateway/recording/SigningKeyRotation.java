package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A new signing key that waits to take the old one's place.
///
/// It is made beside the old one, at any time; the change is made at the gateway's start, once the day log tells of it.
/// A crash in between leaves both keys, and the next start does it again.
public final class SigningKeyRotation {
    private static final String NEXT_FILE = "signing-key.next.pem";

    private final Path stateFolder;
    private final SigningKey next;

    private SigningKeyRotation(Path stateFolder, SigningKey next) {
        this.stateFolder = stateFolder;
        this.next = next;
    }

    /// Makes the new key, unless one waits already.
    ///
    /// @throws IOException where there is no old one, or a file cannot be read or written
    public static SigningKeyRotation prepare(Path stateFolder) throws IOException {
        if (!Files.exists(stateFolder.resolve(SigningKey.PRIVATE_FILE))) {
            throw new IOException(
                    stateFolder
                            + ": no "
                            + SigningKey.PRIVATE_FILE
                            + " (expected: the state folder of a gateway that was started before)");
        }
        Path file = stateFolder.resolve(NEXT_FILE);
        if (!Files.exists(file)) {
            KeyFile.write(file, SigningKey.temporary().pem());
        }
        return new SigningKeyRotation(stateFolder, SigningKey.read(file));
    }

    /// The rotation that waits in this folder, or that is due as the key is older than this.
    static Optional<SigningKeyRotation> due(
            Path stateFolder, Optional<Duration> ageMax, Instant now) throws IOException {
        if (Files.exists(stateFolder.resolve(NEXT_FILE))) {
            return Optional.of(prepare(stateFolder));
        }
        if (ageMax.isEmpty()) {
            return Optional.empty();
        }
        Instant made =
                Files.getLastModifiedTime(stateFolder.resolve(SigningKey.PRIVATE_FILE)).toInstant();
        return made.plus(ageMax.get()).isBefore(now)
                ? Optional.of(prepare(stateFolder))
                : Optional.empty();
    }

    /// The key to come.
    public SigningKey next() {
        return next;
    }

    /// Puts the new key in the old one's place: nothing can be signed with that any more. Its public half stays
    /// published, for what it signed.
    void complete() throws IOException {
        SigningKey.publish(next.verifyKey(), stateFolder);
        Files.move(
                stateFolder.resolve(NEXT_FILE),
                stateFolder.resolve(SigningKey.PRIVATE_FILE),
                StandardCopyOption.ATOMIC_MOVE);
    }
}
