package dev.sallyport.model.recording;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// Turns stored bodies back into records: decrypts, then decompresses. Of a hostile body it makes no more than its
/// header says, which is bounded.
final class BodyReader {
    private final @Nullable SecretKey key;
    private final Cipher cipher = BodyCipher.newCipher();
    private byte[] decrypted = new byte[0];
    private byte[] decompressed = new byte[0];

    /// @param key null where bodies are not encrypted
    BodyReader(@Nullable RecordingKey key) {
        this.key = key == null ? null : key.aes();
    }

    /// The body's records; valid until the next call, and as long as the piece is.
    ///
    /// @throws MalformedRecordException where it is not what the gateway stored under this key
    ByteBuffer read(Piece.Records piece) throws MalformedRecordException {
        SegmentHeader header = piece.header();
        byte[] array = piece.buffer();
        int at = piece.from();
        int length = header.storedBytes();
        if (header.has(SegmentHeader.ENCRYPTED)) {
            length = decrypt(piece);
            array = decrypted;
            at = 0;
        }
        if (header.has(SegmentHeader.COMPRESSED)) {
            decompress(array, at, length, header.plainBytes());
            array = decompressed;
            at = 0;
            length = header.plainBytes();
        }
        return ByteBuffer.wrap(array, at, length).slice();
    }

    private int decrypt(Piece.Records piece) throws MalformedRecordException {
        SegmentHeader header = piece.header();
        byte[] array = piece.buffer();
        int at = piece.from();
        int length = header.storedBytes() - BodyCipher.OVERHEAD_BYTES;
        decrypted = atLeast(decrypted, length);
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, BodyCipher.nonceAt(array, at));
            cipher.updateAAD(piece.chainBefore());
            cipher.updateAAD(array, at - SegmentHeader.BYTES, SegmentHeader.BYTES);
            return cipher.doFinal(
                    array,
                    at + RecordingFormat.NONCE_BYTES,
                    header.storedBytes() - RecordingFormat.NONCE_BYTES,
                    decrypted,
                    0);
        } catch (GeneralSecurityException e) {
            throw new MalformedRecordException(
                    "the segment was not encrypted with the recording's key for this place");
        }
    }

    private void decompress(byte[] from, int at, int length, int plainBytes)
            throws MalformedRecordException {
        long says = Zstd.getFrameContentSize(from, at, length);
        if (says != plainBytes) {
            throw new MalformedRecordException(
                    "compressed body of "
                            + says
                            + " bytes (expected: "
                            + plainBytes
                            + ", as the segment's header says)");
        }
        decompressed = atLeast(decompressed, plainBytes);
        try {
            long got = Zstd.decompressByteArray(decompressed, 0, plainBytes, from, at, length);
            if (got == plainBytes) {
                return;
            }
        } catch (ZstdException e) {
            throw new MalformedRecordException("compressed body: " + e.getMessage());
        }
        throw new MalformedRecordException("compressed body: shorter than it says");
    }

    private static byte[] atLeast(byte[] array, int length) {
        return array.length >= length ? array : new byte[length];
    }
}
