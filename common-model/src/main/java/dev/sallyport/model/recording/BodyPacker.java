package dev.sallyport.model.recording;

import org.jspecify.annotations.Nullable;

/// How a writer stores bodies of records: compressed where that saves something, then encrypted, or as they are.
public final class BodyPacker {
    private final @Nullable Compressor compressor;
    private final @Nullable BodyCipher cipher;

    private BodyPacker(@Nullable Compressor compressor, @Nullable BodyCipher cipher) {
        this.compressor = compressor;
        this.cipher = cipher;
    }

    public static BodyPacker plain() {
        return new BodyPacker(null, null);
    }

    public static BodyPacker encrypting(Compressor compressor, BodyCipher cipher) {
        return new BodyPacker(compressor, cipher);
    }

    /// Bytes of a body before what it is made of.
    int prefixBytes() {
        return cipher == null ? 0 : RecordingFormat.NONCE_BYTES;
    }

    /// Bytes of a body besides what it is made of.
    int overheadBytes() {
        return cipher == null ? 0 : BodyCipher.OVERHEAD_BYTES;
    }

    int encryptedFlag() {
        return cipher == null ? 0 : SegmentHeader.ENCRYPTED;
    }

    /// Makes the bytes fewer, in place, if it can.
    ///
    /// @return how many they are now; as many as before where they were not compressed
    int compress(byte[] array, int at, int length) {
        return compressor == null ? length : compressor.compress(array, at, length);
    }

    void encrypt(byte[] array, int dataAt, int dataLength, int at, int length) {
        if (cipher != null) {
            cipher.seal(array, dataAt, dataLength, at, length);
        }
    }
}
