package dev.sallyport.model.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads a recording's parts in order and checks all of it but the signatures. Of a hostile file it holds no more than
/// the file has, and no more than one segment.
final class SegmentReader {
    private final FileChannel file;
    private final FileWindow window;
    private final MessageDigest sha256 = Hashes.sha256();
    private final SegmentIndex index = new SegmentIndex();
    private byte[] chain = new byte[0];
    private byte[] chainStart = new byte[0];
    private SegmentChain.Position position = new SegmentChain.Position(0, 1, 1, 0, 0);
    private @Nullable RecordingHeader header;
    private long indexOffset;
    private boolean sealed;

    /// @param file read from its beginning, wherever it stands
    SegmentReader(FileChannel file) {
        this.file = file;
        this.window = new FileWindow(file);
    }

    /// The next part; not to be called again after [Piece.End] or [Piece.Broken].
    Piece next() throws IOException {
        RecordingHeader of = header;
        if (of == null) {
            return header();
        }
        return sealed ? afterSeal() : segment(of);
    }

    /// Length of all parts that were found whole.
    long offset() {
        return position.offset();
    }

    long nextSequence() {
        return position.sequence();
    }

    /// The chain's value at this place, and at the recording's start.
    ChainVerdict.Ends ends() {
        HexFormat hex = HexFormat.of();
        return new ChainVerdict.Ends(hex.formatHex(chainStart), hex.formatHex(chain));
    }

    /// The chain at this place, for a writer that goes on.
    SegmentChain chain(BodyPacker packer) {
        return new SegmentChain(chain, position, index, packer);
    }

    /// Where a reader may begin, as far as was read.
    SegmentIndex index() {
        return index;
    }

    /// Goes on at a segment, found by an index, whose header was read before.
    ///
    /// @param chainBefore the chain's value before it, as the file tells it
    void jump(long offset, SegmentHeader to, int statementsBefore, byte[] chainBefore) {
        position =
                new SegmentChain.Position(
                        offset, to.number(), to.firstSequence(), to.firstNanos(), statementsBefore);
        chain = chainBefore;
        sealed = false;
    }

    private Piece header() throws IOException {
        int magic = RecordingHeader.MAGIC.length;
        int read = window.show(0, RecordingHeader.PREFIX_BYTES);
        if (!Arrays.equals(
                window.bytes(),
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
        int length = read < RecordingHeader.PREFIX_BYTES ? 0 : BigEndian.getInt(window.bytes(), 12);
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
            read = window.show(0, length);
        }
        if (read < RecordingHeader.PREFIX_BYTES || read < length) {
            return new Piece.Broken(
                    damaged(
                            Damage.CUT_SHORT,
                            OptionalLong.empty(),
                            "the file ends after " + read + " bytes, within its header"),
                    true);
        }
        byte[] bytes = Arrays.copyOf(window.bytes(), length);
        if (Hashes.crc32c(bytes, 0, length - 4) != BigEndian.getInt(bytes, length - 4)) {
            return broken(Damage.ALTERED, OptionalLong.empty(), "the header's checksum is wrong");
        }
        try {
            header = RecordingHeader.decode(bytes);
        } catch (IllegalArgumentException e) {
            return broken(Damage.UNSUPPORTED, OptionalLong.empty(), String.valueOf(e.getMessage()));
        }
        chain = RecordingHeader.chainStart(bytes);
        chainStart = chain;
        position = new SegmentChain.Position(length, 1, 1, 0, 0);
        return new Piece.Start(header);
    }

    private Piece segment(RecordingHeader of) throws IOException {
        long offset = position.offset();
        int read = window.show(offset, SegmentHeader.BYTES);
        if (read < SegmentHeader.BYTES) {
            return new Piece.End(read);
        }
        int at = window.at(offset);
        if (!SegmentHeader.hasGoodChecksum(window.bytes(), at)) {
            return badChecksum("the segment header's checksum is wrong", OptionalLong.empty());
        }
        SegmentHeader found = SegmentHeader.read(window.bytes(), at);
        Piece wrong = wrongIn(found, of);
        if (wrong != null) {
            return wrong;
        }
        int length = Math.toIntExact(found.segmentBytes());
        read = window.show(offset, length);
        if (read < length) {
            return unfinished(read);
        }
        at = window.at(offset);
        byte[] bytes = window.bytes();
        int crcAt = at + length - RecordingFormat.CRC_BYTES;
        if (BigEndian.getInt(bytes, crcAt) != Hashes.crc32c(bytes, at, crcAt - at)) {
            return badChecksum("the segment's checksum is wrong", last(found));
        }
        if (found.number() != position.number()) {
            return outOfPlace(found);
        }
        int hashAt = crcAt - RecordingFormat.HASH_BYTES;
        byte[] next = chained(bytes, at, hashAt - at);
        if (!Arrays.equals(next, 0, next.length, bytes, hashAt, crcAt)) {
            return notLinked(found);
        }
        if (found.firstSequence() != position.sequence()) {
            return broken(
                    Damage.ALTERED,
                    OptionalLong.empty(),
                    "the next record has number "
                            + found.firstSequence()
                            + " (expected: "
                            + position.sequence()
                            + ")");
        }
        return accepted(found, bytes, at, next);
    }

    private Piece accepted(SegmentHeader found, byte[] bytes, int at, byte[] next) {
        int body = at + SegmentHeader.BYTES;
        byte[] before = chain;
        Piece piece;
        switch (found.kind()) {
            case SegmentHeader.RECORDS -> {
                piece = new Piece.Records(found, before, bytes, body);
                index.note(
                        position.offset(),
                        found.firstSequence(),
                        found.firstNanos(),
                        position.statements(),
                        found.has(SegmentHeader.KEYFRAME));
            }
            case SegmentHeader.INDEX -> {
                piece = new Piece.Index(found);
                indexOffset = position.offset();
            }
            default -> {
                Signing signing = Signing.read(found.kind(), bytes, body, found.storedBytes());
                if (signing == null
                        || signing.records() != position.sequence() - 1
                        || signing.offset() != position.offset()
                        || signing.indexOffset() != (signing.reason() == null ? 0 : indexOffset)) {
                    return broken(
                            Damage.ALTERED,
                            OptionalLong.empty(),
                            "a checkpoint's or seal's totals are not those of the file");
                }
                piece =
                        new Piece.Signed(
                                found, signing, SegmentChain.leaf(sha256, before, bytes, at));
                sealed = signing.reason() != null;
            }
        }
        chain = next;
        position =
                new SegmentChain.Position(
                        position.offset() + found.segmentBytes(),
                        position.number() + 1,
                        position.sequence() + found.records(),
                        found.lastNanos(),
                        Math.max(position.statements(), found.statements()));
        return piece;
    }

    private byte[] chained(byte[] bytes, int at, int length) {
        sha256.update((byte) 1);
        sha256.update(chain);
        sha256.update(bytes, at, length);
        return sha256.digest();
    }

    private @Nullable Piece wrongIn(SegmentHeader found, RecordingHeader of) {
        boolean mustBeEncrypted =
                found.kind() == SegmentHeader.RECORDS && of.envelope().isPresent();
        if (!found.isKnown() || found.has(SegmentHeader.ENCRYPTED) != mustBeEncrypted) {
            return broken(
                    Damage.UNSUPPORTED,
                    OptionalLong.empty(),
                    "segment kind "
                            + found.kind()
                            + ", flags "
                            + found.flags()
                            + " (expected: kind 1 to 4, flags of this version, and bodies encrypted as the header says)");
        }
        return found.isWithinBounds()
                ? null
                : broken(
                        Damage.ALTERED,
                        OptionalLong.empty(),
                        "segment of "
                                + Integer.toUnsignedString(found.storedBytes())
                                + " bytes for "
                                + Integer.toUnsignedString(found.plainBytes())
                                + " with "
                                + Integer.toUnsignedString(found.records())
                                + " records (expected: at most "
                                + RecordingFormat.BODY_BYTES_MAX
                                + " bytes, and as many records as they hold)");
    }

    private Piece afterSeal() throws IOException {
        return window.show(position.offset(), 1) == 0
                ? new Piece.End(0)
                : broken(Damage.INSERTED, OptionalLong.empty(), "something follows the seal");
    }

    /// A write that was interrupted leaves nothing behind it; if something does follow, it is damage.
    private Piece unfinished(int tailBytes) throws IOException {
        return scan().hasMore()
                ? broken(
                        Damage.ALTERED,
                        OptionalLong.empty(),
                        "a segment is not all there, and others follow it")
                : new Piece.End(tailBytes);
    }

    private Piece badChecksum(String why, OptionalLong last) throws IOException {
        SegmentScan scan = scan();
        if (scan.findsNext(chain, position.number())) {
            return broken(
                    Damage.INSERTED,
                    OptionalLong.empty(),
                    "bytes stand here that are no segment, and what belongs here follows them");
        }
        ChainVerdict.Damaged damaged = damaged(Damage.ALTERED, last, why);
        return new Piece.Broken(damaged, !scan.hasMore());
    }

    private Piece outOfPlace(SegmentHeader found) throws IOException {
        long expected = position.number();
        String why = "segment " + found.number() + " stands here (expected: " + expected + ")";
        if (found.number() < expected) {
            return broken(Damage.INSERTED, OptionalLong.empty(), why + ": it is here again");
        }
        return scan().findsNext(chain, expected)
                ? broken(Damage.REORDERED, OptionalLong.empty(), why + ", which comes later")
                : broken(Damage.REMOVED, OptionalLong.empty(), why + ", which is gone");
    }

    private Piece notLinked(SegmentHeader found) throws IOException {
        return scan().findsNext(chain, found.number())
                ? broken(
                        Damage.INSERTED,
                        last(found),
                        "a segment that does not follow from those before it, while the one that does comes later")
                : broken(
                        Damage.ALTERED,
                        last(found),
                        "the segment does not follow from those before it");
    }

    private SegmentScan scan() {
        return new SegmentScan(file, position.offset() + 1);
    }

    private OptionalLong last(SegmentHeader found) {
        return found.number() == position.number() && found.records() > 0
                ? OptionalLong.of(position.sequence() + found.records() - 1)
                : OptionalLong.empty();
    }

    private Piece broken(Damage damage, OptionalLong last, String why) {
        return new Piece.Broken(damaged(damage, last, why), false);
    }

    private ChainVerdict.Damaged damaged(Damage damage, OptionalLong last, String why) {
        return new ChainVerdict.Damaged(damage, position.sequence(), last, position.offset(), why);
    }
}
