package dev.sallyport.model.recording;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Encrypts a recording's bodies, in place: AES-256-GCM.
///
/// Each opening of the file for writing begins at a random nonce and counts from there, and never counts back, not even
/// where a segment could not be written and is made anew: no nonce is used twice with one key.
public final class BodyCipher {
    /// By how much a body grows: nonce in front, tag behind.
    static final int OVERHEAD_BYTES = RecordingFormat.NONCE_BYTES + RecordingFormat.TAG_BYTES;

    private static final int TAG_BITS = 8 * RecordingFormat.TAG_BYTES;

    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] nonce = new byte[RecordingFormat.NONCE_BYTES];
    private final long base;
    private long sealed;

    public BodyCipher(RecordingKey key, SecureRandom random) {
        this.key = key.aes();
        this.cipher = newCipher();
        random.nextBytes(nonce);
        this.base = BigEndian.getLong(nonce, RecordingFormat.NONCE_BYTES - Long.BYTES);
    }

    static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    static GCMParameterSpec nonceAt(byte[] array, int at) {
        return new GCMParameterSpec(TAG_BITS, array, at, RecordingFormat.NONCE_BYTES);
    }

    /// Encrypts `length` bytes at `at`, with the nonce before and the tag after them.
    ///
    /// @param dataAt where the associated data begin: chain value and segment header
    void seal(byte[] array, int dataAt, int dataLength, int at, int length) {
        BigEndian.putLong(nonce, RecordingFormat.NONCE_BYTES - Long.BYTES, base ^ sealed++);
        System.arraycopy(nonce, 0, array, at - nonce.length, nonce.length);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonceAt(nonce, 0));
            cipher.updateAAD(array, dataAt, dataLength);
            cipher.doFinal(array, at, length, array, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes every body", e);
        }
    }
}
