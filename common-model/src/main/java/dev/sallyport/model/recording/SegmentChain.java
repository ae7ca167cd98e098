package dev.sallyport.model.recording;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Makes a recording's segments, each bound to all before it. The writer's half of the format, without I/O.
///
/// Not safe on several threads at once. What was made but could not be written is undone with [#rollBack].
public final class SegmentChain {
    private final MessageDigest sha256 = Hashes.sha256();
    private final CRC32C crc = new CRC32C();
    private final BodyPacker packer;
    private final SegmentIndex index;
    private final byte[] chain;
    private Position position;
    private Position written;
    private final byte[] writtenChain;
    private long indexOffset;

    /// Where a chain stands.
    ///
    /// @param offset where the next segment begins in the file
    /// @param number the next segment's
    /// @param sequence the next record's number
    /// @param nanos of the last record since the recording began
    /// @param statements the highest number of a statement asked so far
    record Position(long offset, long number, long sequence, long nanos, int statements) {}

    /// The chain of a new recording, after its header.
    public SegmentChain(byte[] header, BodyPacker packer) {
        this(
                RecordingHeader.chainStart(header),
                new Position(header.length, 1, 1, 0, 0),
                new SegmentIndex(),
                packer);
    }

    SegmentChain(byte[] chain, Position position, SegmentIndex index, BodyPacker packer) {
        this.chain = chain.clone();
        this.position = position;
        this.index = index;
        this.packer = packer;
        this.writtenChain = chain.clone();
        this.written = position;
    }

    /// Where the next segment begins in the file.
    public long offset() {
        return position.offset;
    }

    /// Length of the file as far as it was written.
    public long writtenOffset() {
        return written.offset;
    }

    public long nextSequence() {
        return position.sequence;
    }

    /// Nanoseconds of the last record since the recording began.
    public long lastNanos() {
        return position.nanos;
    }

    /// The chain's value after the last segment.
    public byte[] value() {
        return chain.clone();
    }

    /// What of a batch of records the segment's header tells.
    ///
    /// @param records how many there are, at least 1
    /// @param statements the highest number of a statement asked among them, 0 for none
    /// @param isKeyframe whether the first is a keyframe
    public record Batch(
            int records, long firstNanos, long lastNanos, int statements, boolean isKeyframe) {}

    /// Turns the buffer's records into the next segment, in place. What is to be written then lies in the buffer's
    /// array from [#segmentStart], as many bytes as this returns.
    ///
    /// @param buffer made with [RecordingFormat#HEADROOM]
    public int addRecords(RecordBuffer buffer, Batch batch, long wallMillis) {
        int length = buffer.length();
        buffer.grow(RecordingFormat.TAG_BYTES + RecordingFormat.TRAILER_BYTES);
        byte[] array = buffer.array();
        int packed = packer.compress(array, RecordingFormat.HEADROOM, length);
        int stored = packed + packer.overheadBytes();
        int flags =
                (packed < length ? SegmentHeader.COMPRESSED : 0)
                        | packer.encryptedFlag()
                        | (batch.isKeyframe ? SegmentHeader.KEYFRAME : 0);
        Position at = position;
        int statements = Math.max(at.statements, batch.statements);
        int start = segmentStart();
        new SegmentHeader(
                        SegmentHeader.RECORDS,
                        flags,
                        stored,
                        length,
                        batch.records,
                        at.sequence,
                        batch.firstNanos,
                        batch.lastNanos,
                        wallMillis,
                        at.number,
                        statements)
                .write(array, start);
        putChain(array, start);
        packer.encrypt(
                array,
                start - chain.length,
                chain.length + SegmentHeader.BYTES,
                RecordingFormat.HEADROOM,
                packed);
        index.note(at.offset, at.sequence, batch.firstNanos, at.statements, batch.isKeyframe);
        int segment = close(array, start, stored);
        position =
                new Position(
                        at.offset + segment,
                        at.number + 1,
                        at.sequence + batch.records,
                        batch.lastNanos,
                        statements);
        return segment;
    }

    /// Where a segment begins in a [RecordBuffer]'s array: behind the room for the chain's last value.
    public int segmentStart() {
        return RecordingFormat.HEADROOM - packer.prefixBytes() - SegmentHeader.BYTES;
    }

    /// The index of what was added, to come right before the seal; empty where the recording is too short for one.
    public Optional<ByteBuffer> addIndex(long nanos, long wallMillis) {
        if (index.size() < 2) {
            return Optional.empty();
        }
        int length = index.size() * SegmentIndex.ENTRY_BYTES;
        byte[] array = new byte[BODY_AT + length + RecordingFormat.TRAILER_BYTES];
        index.write(array, BODY_AT);
        indexOffset = position.offset;
        return Optional.of(addPlain(array, SegmentHeader.INDEX, length, nanos, wallMillis));
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
        byte[] array = new byte[BODY_AT + length + RecordingFormat.TRAILER_BYTES];
        int kind = reason == null ? SegmentHeader.CHECKPOINT : SegmentHeader.SEAL;
        plainHeader(kind, length, nanos, wallMillis).write(array, HEADER_AT);
        Signing.writeFixed(
                array,
                BODY_AT,
                position.sequence - 1,
                position.offset,
                reason == null ? 0 : indexOffset,
                reason,
                pathLength,
                leafIndex,
                key);
        return new Unsigned(array, kind, nanos, wallMillis, leaf(sha256, chain, array, HEADER_AT));
    }

    /// Where header and body lie in the arrays of segments without records.
    private static final int HEADER_AT = 1 + RecordingFormat.HASH_BYTES;

    private static final int BODY_AT = HEADER_AT + SegmentHeader.BYTES;

    /// Completes what [#attest] began.
    ///
    /// @return the segment, ready to be written
    public ByteBuffer finish(Unsigned unsigned, byte[] path, byte[] signature) {
        byte[] array = unsigned.array;
        int at = BODY_AT + Signing.FIXED_BYTES;
        System.arraycopy(path, 0, array, at, path.length);
        System.arraycopy(signature, 0, array, at + path.length, signature.length);
        int length = Signing.FIXED_BYTES + path.length + signature.length;
        return addPlain(array, unsigned.kind, length, unsigned.nanos, unsigned.wallMillis);
    }

    /// What was made so far now stands in the file.
    public void markWritten() {
        System.arraycopy(chain, 0, writtenChain, 0, chain.length);
        written = position;
    }

    /// Forgets what was made since the last [#markWritten].
    public void rollBack() {
        System.arraycopy(writtenChain, 0, chain, 0, chain.length);
        position = written;
        index.cutTo(position.offset);
        indexOffset = 0;
    }

    /// A segment without records: its body lies in the array already.
    private ByteBuffer addPlain(byte[] array, int kind, int length, long nanos, long wallMillis) {
        plainHeader(kind, length, nanos, wallMillis).write(array, HEADER_AT);
        putChain(array, HEADER_AT);
        int segment = close(array, HEADER_AT, length);
        Position at = position;
        position =
                new Position(at.offset + segment, at.number + 1, at.sequence, nanos, at.statements);
        return ByteBuffer.wrap(array, HEADER_AT, segment);
    }

    private SegmentHeader plainHeader(int kind, int length, long nanos, long wallMillis) {
        Position at = position;
        return new SegmentHeader(
                kind,
                0,
                length,
                length,
                0,
                at.sequence,
                nanos,
                nanos,
                wallMillis,
                at.number,
                at.statements);
    }

    /// What the chain hashes before a segment: a byte and the last value.
    private void putChain(byte[] array, int segmentAt) {
        array[segmentAt - chain.length - 1] = 1;
        System.arraycopy(chain, 0, array, segmentAt - chain.length, chain.length);
    }

    /// h = SHA256(0x01, last h, header, body), then the checksum over header, body and h.
    ///
    /// @return the segment's length
    private int close(byte[] array, int segmentAt, int bodyLength) {
        int trailer = segmentAt + SegmentHeader.BYTES + bodyLength;
        int hashed = segmentAt - chain.length - 1;
        sha256.update(array, hashed, trailer - hashed);
        try {
            sha256.digest(array, trailer, RecordingFormat.HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are enough for SHA-256", e);
        }
        System.arraycopy(array, trailer, chain, 0, chain.length);
        crc.reset();
        crc.update(array, segmentAt, trailer + RecordingFormat.HASH_BYTES - segmentAt);
        BigEndian.putInt(array, trailer + RecordingFormat.HASH_BYTES, (int) crc.getValue());
        return trailer + RecordingFormat.TRAILER_BYTES - segmentAt;
    }

    /// SHA256(0x10, chain value before, segment header, fixed part of the body).
    static byte[] leaf(MessageDigest sha256, byte[] chainBefore, byte[] array, int headerAt) {
        sha256.update((byte) 0x10);
        sha256.update(chainBefore);
        sha256.update(array, headerAt, SegmentHeader.BYTES + Signing.FIXED_BYTES);
        return sha256.digest();
    }

    /// A checkpoint or seal that waits for its signature.
    public static final class Unsigned {
        private final byte[] array;
        private final int kind;
        private final long nanos;
        private final long wallMillis;
        private final byte[] leaf;

        private Unsigned(byte[] array, int kind, long nanos, long wallMillis, byte[] leaf) {
            this.array = array;
            this.kind = kind;
            this.nanos = nanos;
            this.wallMillis = wallMillis;
            this.leaf = leaf;
        }

        /// What goes into the tree.
        public byte[] leaf() {
            return leaf.clone();
        }
    }
}
