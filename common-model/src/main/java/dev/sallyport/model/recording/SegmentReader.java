package dev.sallyport.model.recording;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalLong;

/// Reads a recording's parts in order and checks all of it but the signatures. Of a hostile file it holds no more than
/// the file has, and no more than one segment.
final class SegmentReader {
    private final InputStream in;
    private final MessageDigest sha256 = Hashes.sha256();
    private byte[] buffer = new byte[64 * 1024];
    private byte[] chain = new byte[0];
    private long offset;
    private long nextSequence = 1;
    private long lastNanos;
    private Phase phase = Phase.HEADER;

    private enum Phase {
        HEADER,
        SEGMENTS,
        SEALED
    }

    /// @param in from the file's first byte; buffered where that matters
    SegmentReader(InputStream in) {
        this.in = in;
    }

    /// The next part; not to be called again after [Piece.End] or [Piece.Broken].
    Piece next() throws IOException {
        return switch (phase) {
            case HEADER -> header();
            case SEGMENTS -> segment();
            case SEALED -> afterSeal();
        };
    }

    /// Length of all parts that were found whole.
    long offset() {
        return offset;
    }

    long nextSequence() {
        return nextSequence;
    }

    /// The chain at this place, for a writer that goes on.
    SegmentChain chain() {
        return new SegmentChain(chain, offset, nextSequence, lastNanos);
    }

    private Piece header() throws IOException {
        int magic = RecordingHeader.MAGIC.length;
        int read = fill(0, RecordingHeader.PREFIX_BYTES);
        if (!Arrays.equals(
                buffer,
                0,
                Math.min(read, magic),
                RecordingHeader.MAGIC,
                0,
                Math.min(read, magic))) {
            return broken(
                    Damage.NOT_A_RECORDING,
                    OptionalLong.empty(),
                    "the first 8 bytes are not a recording's");
        }
        int length = read < RecordingHeader.PREFIX_BYTES ? 0 : BigEndian.getInt(buffer, 12);
        if (read == RecordingHeader.PREFIX_BYTES
                && (length < RecordingHeader.BYTES || length > RecordingHeader.BYTES_MAX)) {
            return broken(
                    Damage.ALTERED,
                    OptionalLong.empty(),
                    "header length: "
                            + Integer.toUnsignedString(length)
                            + " (expected: "
                            + RecordingHeader.BYTES
                            + " to "
                            + RecordingHeader.BYTES_MAX
                            + ")");
        }
        if (read == RecordingHeader.PREFIX_BYTES) {
            read += fill(read, length - read);
        }
        if (read < RecordingHeader.PREFIX_BYTES || read < length) {
            return new Piece.Broken(
                    damaged(
                            Damage.CUT_SHORT,
                            OptionalLong.empty(),
                            "the file ends after " + read + " bytes, within its header"),
                    true);
        }
        int expected = BigEndian.getInt(buffer, length - 4);
        if (Hashes.crc32c(buffer, 0, length - 4) != expected) {
            return broken(Damage.ALTERED, OptionalLong.empty(), "the header's checksum is wrong");
        }
        byte[] bytes = Arrays.copyOf(buffer, length);
        RecordingHeader header;
        try {
            header = RecordingHeader.decode(bytes);
        } catch (IllegalArgumentException e) {
            return broken(Damage.UNSUPPORTED, OptionalLong.empty(), String.valueOf(e.getMessage()));
        }
        chain = RecordingHeader.chainStart(bytes);
        offset = length;
        phase = Phase.SEGMENTS;
        return new Piece.Start(header);
    }

    /// The buffer is filled as the hash wants it: a byte, the chain's last value, header, body; then the trailer.
    private Piece segment() throws IOException {
        int start = SegmentChain.segmentStart();
        int read = fill(start, SegmentHeader.BYTES);
        if (read < SegmentHeader.BYTES) {
            return new Piece.End(read);
        }
        if (!SegmentHeader.hasGoodChecksum(buffer, start)) {
            return torn("the segment header's checksum is wrong", OptionalLong.empty());
        }
        SegmentHeader header = SegmentHeader.read(buffer, start);
        long lastSequence = Math.max(nextSequence, nextSequence + header.records() - 1);
        if (header.flags() != 0
                || header.kind() < SegmentHeader.RECORDS
                || header.kind() > SegmentHeader.SEAL) {
            return broken(
                    Damage.UNSUPPORTED,
                    OptionalLong.empty(),
                    "segment kind "
                            + header.kind()
                            + ", flags "
                            + header.flags()
                            + " (expected: kind 1 to 3, flags 0)");
        }
        String wrong = wrongIn(header);
        if (wrong != null) {
            return broken(Damage.ALTERED, OptionalLong.empty(), wrong);
        }
        if (header.firstSequence() != nextSequence) {
            return broken(
                    Damage.REARRANGED,
                    OptionalLong.empty(),
                    "the next record has number "
                            + header.firstSequence()
                            + " (expected: "
                            + nextSequence
                            + ")");
        }
        int length = header.storedBytes() + RecordingFormat.TRAILER_BYTES;
        int body = RecordingFormat.HEADROOM;
        int got = fill(body, length);
        if (got < length) {
            return new Piece.End(SegmentHeader.BYTES + got);
        }
        int trailer = body + header.storedBytes();
        int crc = Hashes.crc32c(buffer, start, trailer + RecordingFormat.HASH_BYTES - start);
        if (BigEndian.getInt(buffer, trailer + RecordingFormat.HASH_BYTES) != crc) {
            return torn("the segment's checksum is wrong", OptionalLong.of(lastSequence));
        }
        return linked(header, body, trailer, lastSequence);
    }

    private Piece linked(SegmentHeader header, int body, int trailer, long lastSequence) {
        buffer[0] = 1;
        System.arraycopy(chain, 0, buffer, 1, chain.length);
        sha256.update(buffer, 0, trailer);
        byte[] next = sha256.digest();
        if (!Arrays.equals(next, 0, next.length, buffer, trailer, trailer + next.length)) {
            return broken(
                    Damage.REARRANGED,
                    OptionalLong.of(lastSequence),
                    "the segment does not follow from those before it");
        }
        Piece piece;
        if (header.kind() == SegmentHeader.RECORDS) {
            piece = new Piece.Records(header, buffer, body);
        } else {
            Signing signing = Signing.read(header.kind(), buffer, body, header.storedBytes());
            if (signing == null
                    || signing.records() != nextSequence - 1
                    || signing.offset() != offset) {
                return broken(
                        Damage.REARRANGED,
                        OptionalLong.empty(),
                        "a checkpoint's or seal's totals are not those of the file");
            }
            byte[] leaf =
                    SegmentChain.leaf(sha256, chain, buffer, SegmentChain.segmentStart(), body);
            piece = new Piece.Signed(header, signing, leaf);
        }
        chain = next;
        offset += SegmentHeader.BYTES + header.storedBytes() + RecordingFormat.TRAILER_BYTES;
        nextSequence += header.records();
        lastNanos = header.lastNanos();
        phase = header.kind() == SegmentHeader.SEAL ? Phase.SEALED : Phase.SEGMENTS;
        return piece;
    }

    private static @org.jspecify.annotations.Nullable String wrongIn(SegmentHeader header) {
        int stored = header.storedBytes();
        if (stored < 0
                || stored > RecordingFormat.BODY_BYTES_MAX
                || header.plainBytes() != stored) {
            return "segment length: "
                    + Integer.toUnsignedString(stored)
                    + " (expected: at most "
                    + RecordingFormat.BODY_BYTES_MAX
                    + ")";
        }
        int records = header.records();
        boolean holds =
                header.kind() == SegmentHeader.RECORDS
                        ? records > 0 && records <= stored / RecordCursor.RECORD_BYTES_MIN
                        : records == 0;
        return holds
                ? null
                : "records in segment: "
                        + records
                        + " (expected: as many as its "
                        + stored
                        + " bytes hold)";
    }

    private Piece afterSeal() throws IOException {
        return fill(0, 1) == 0
                ? new Piece.End(0)
                : broken(Damage.REARRANGED, OptionalLong.empty(), "something follows the seal");
    }

    private Piece torn(String why, OptionalLong last) {
        return new Piece.Broken(damaged(Damage.ALTERED, last, why), true);
    }

    private Piece broken(Damage damage, OptionalLong last, String why) {
        return new Piece.Broken(damaged(damage, last, why), false);
    }

    private ChainVerdict.Damaged damaged(Damage damage, OptionalLong last, String why) {
        return new ChainVerdict.Damaged(damage, nextSequence, last, offset, why);
    }

    /// Reads up to `length` bytes to index `at`; the buffer grows only as bytes really come.
    private int fill(int at, int length) throws IOException {
        int got = 0;
        while (got < length) {
            if (at + got == buffer.length) {
                int wanted = Math.min(at + length, Math.multiplyExact(buffer.length, 2));
                buffer = Arrays.copyOf(buffer, wanted);
            }
            int n = in.read(buffer, at + got, Math.min(length - got, buffer.length - at - got));
            if (n < 0) {
                break;
            }
            got += n;
        }
        return got;
    }
}
