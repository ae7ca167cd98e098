package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key with which one recording's records are encrypted: 256 bits, used for this recording only.
public final class RecordingKey {
    static final int BYTES = 32;

    private static final byte[] DOMAIN =
            "sallyport recording key 1\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private RecordingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RecordingKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new RecordingKey(bytes);
    }

    /// @throws IllegalArgumentException where there are not 32 bytes
    static RecordingKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "recording key: " + bytes.length + " bytes (expected: " + BYTES + ")");
        }
        return new RecordingKey(bytes.clone());
    }

    SecretKey aes() {
        return new SecretKeySpec(bytes, "AES");
    }

    byte[] raw() {
        return bytes.clone();
    }

    /// What the header says of the key without giving it away, so that all who open the recording see the same: AES-GCM
    /// alone would let who writes make one ciphertext that two keys open differently.
    byte[] commitment() {
        MessageDigest digest = Hashes.sha256();
        digest.update((byte) 0x20);
        return digest.digest(bytes);
    }

    /// What every wrapped key is bound to: a slot of one recording opens in no other.
    static byte[] context(SessionId recording) {
        ByteArrayOutputStream context = new ByteArrayOutputStream();
        context.writeBytes(DOMAIN);
        context.writeBytes(recording.value().getBytes(StandardCharsets.US_ASCII));
        return context.toByteArray();
    }

    @Override
    public String toString() {
        return "a recording's key";
    }
}
