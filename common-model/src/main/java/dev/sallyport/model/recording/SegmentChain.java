package dev.sallyport.model.recording;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Makes a recording's segments, each bound to all before it. The writer's half of the format, without I/O.
///
/// Not safe on several threads at once. What was made but could not be written is undone with [#rollBack].
public final class SegmentChain {
    private final MessageDigest sha256 = Hashes.sha256();
    private final CRC32C crc = new CRC32C();
    private final byte[] chain;
    private long offset;
    private long nextSequence;
    private long lastNanos;

    private final byte[] writtenChain;
    private long writtenOffset;
    private long writtenNextSequence;

    /// The chain of a new recording, after its header.
    public SegmentChain(byte[] header) {
        this(RecordingHeader.chainStart(header), header.length, 1, 0);
    }

    SegmentChain(byte[] chain, long offset, long nextSequence, long lastNanos) {
        this.chain = chain.clone();
        this.offset = offset;
        this.nextSequence = nextSequence;
        this.lastNanos = lastNanos;
        this.writtenChain = chain.clone();
        this.writtenOffset = offset;
        this.writtenNextSequence = nextSequence;
    }

    /// Where the next segment begins in the file.
    public long offset() {
        return offset;
    }

    /// Length of the file as far as it was written.
    public long writtenOffset() {
        return writtenOffset;
    }

    public long nextSequence() {
        return nextSequence;
    }

    /// Nanoseconds of the last record since the recording began.
    public long lastNanos() {
        return lastNanos;
    }

    /// Turns the buffer's records into the next segment, in place. What is to be written then lies in the buffer's
    /// array from [#segmentStart], as many bytes as this returns.
    ///
    /// @param records how many records are in the buffer, at least 1; made with [RecordingFormat#HEADROOM]
    public int addRecords(
            RecordBuffer buffer, int records, long firstNanos, long lastNanos, long wallMillis) {
        int length = buffer.length();
        buffer.grow(RecordingFormat.TRAILER_BYTES);
        new SegmentHeader(
                        SegmentHeader.RECORDS,
                        0,
                        length,
                        length,
                        records,
                        nextSequence,
                        firstNanos,
                        lastNanos,
                        wallMillis)
                .write(buffer.array(), segmentStart());
        close(buffer.array(), length);
        nextSequence += records;
        this.lastNanos = lastNanos;
        return SegmentHeader.BYTES + length + RecordingFormat.TRAILER_BYTES;
    }

    /// Where a segment begins in a [RecordBuffer]'s array: behind the room for the chain's last value.
    public static int segmentStart() {
        return 1 + RecordingFormat.HASH_BYTES;
    }

    /// Begins a checkpoint, or, with a reason, the seal. Nothing may be added before [#finish].
    ///
    /// @param leafIndex the leaf's place in the tree that will be signed
    /// @param pathLength the tree's [SignedTree#pathLength]
    public Unsigned attest(
            @Nullable SealReason reason,
            VerifyKey key,
            int leafIndex,
            int pathLength,
            long nanos,
            long wallMillis) {
        int length = Signing.bodyBytes(pathLength);
        byte[] array = new byte[RecordingFormat.HEADROOM + length + RecordingFormat.TRAILER_BYTES];
        int kind = reason == null ? SegmentHeader.CHECKPOINT : SegmentHeader.SEAL;
        new SegmentHeader(kind, 0, length, length, 0, nextSequence, nanos, nanos, wallMillis)
                .write(array, segmentStart());
        Signing.writeFixed(
                array,
                RecordingFormat.HEADROOM,
                nextSequence - 1,
                offset,
                reason,
                pathLength,
                leafIndex,
                key);
        return new Unsigned(
                array, leaf(sha256, chain, array, segmentStart(), RecordingFormat.HEADROOM));
    }

    /// Completes what [#attest] began.
    ///
    /// @return the segment, ready to be written
    public ByteBuffer finish(Unsigned unsigned, byte[] path, byte[] signature) {
        byte[] array = unsigned.array;
        int at = RecordingFormat.HEADROOM + Signing.FIXED_BYTES;
        System.arraycopy(path, 0, array, at, path.length);
        System.arraycopy(signature, 0, array, at + path.length, signature.length);
        int length = Signing.FIXED_BYTES + path.length + signature.length;
        close(array, length);
        return ByteBuffer.wrap(
                array,
                segmentStart(),
                SegmentHeader.BYTES + length + RecordingFormat.TRAILER_BYTES);
    }

    /// What was made so far now stands in the file.
    public void markWritten() {
        System.arraycopy(chain, 0, writtenChain, 0, chain.length);
        writtenOffset = offset;
        writtenNextSequence = nextSequence;
    }

    /// Forgets what was made since the last [#markWritten].
    public void rollBack() {
        System.arraycopy(writtenChain, 0, chain, 0, chain.length);
        offset = writtenOffset;
        nextSequence = writtenNextSequence;
    }

    /// h = SHA256(0x01, last h, header, body), then the checksum over header, body and h.
    private void close(byte[] array, int bodyLength) {
        int trailer = RecordingFormat.HEADROOM + bodyLength;
        array[0] = 1;
        System.arraycopy(chain, 0, array, 1, chain.length);
        sha256.update(array, 0, trailer);
        try {
            sha256.digest(array, trailer, RecordingFormat.HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are enough for SHA-256", e);
        }
        System.arraycopy(array, trailer, chain, 0, chain.length);
        int segment = segmentStart();
        crc.reset();
        crc.update(array, segment, trailer + RecordingFormat.HASH_BYTES - segment);
        BigEndian.putInt(array, trailer + RecordingFormat.HASH_BYTES, (int) crc.getValue());
        offset += trailer + RecordingFormat.TRAILER_BYTES - segment;
    }

    /// SHA256(0x10, chain value before, segment header, fixed part of the body).
    static byte[] leaf(
            MessageDigest sha256, byte[] chainBefore, byte[] array, int headerAt, int bodyAt) {
        sha256.update((byte) 0x10);
        sha256.update(chainBefore);
        sha256.update(array, headerAt, SegmentHeader.BYTES);
        sha256.update(array, bodyAt, Signing.FIXED_BYTES);
        return sha256.digest();
    }

    /// A checkpoint or seal that waits for its signature.
    public static final class Unsigned {
        private final byte[] array;
        private final byte[] leaf;

        private Unsigned(byte[] array, byte[] leaf) {
            this.array = array;
            this.leaf = leaf;
        }

        /// What goes into the tree.
        public byte[] leaf() {
            return leaf.clone();
        }
    }
}
