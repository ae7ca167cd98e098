package dev.sallyport.model.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks behind a damaged place for segments that are whole: whether anything follows tells a torn end from damage, and
/// what follows tells what kind of damage it is.
///
/// From a whole segment it goes on behind it, elsewhere byte by byte, so the way is as long as the rest of the file.
final class SegmentScan {
    private final FileChannel file;
    private final FileWindow window;
    private final long from;

    /// @param from where to begin in the file
    SegmentScan(FileChannel file, long from) {
        this.file = file;
        this.window = new FileWindow(file);
        this.from = from;
    }

    /// A segment whose header is in order and that the file holds to its end.
    private record Found(long offset, SegmentHeader header) {}

    /// Whether any segment follows.
    boolean hasMore() throws IOException {
        return next(from) != null;
    }

    /// Whether a segment with this number follows that belongs right behind this value of the chain.
    boolean findsNext(byte[] chain, long number) throws IOException {
        MessageDigest sha256 = Hashes.sha256();
        for (Found found = next(from);
                found != null;
                found = next(found.offset + found.header.segmentBytes())) {
            if (found.header.number() == number && isLinked(found, chain, sha256)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Found next(long start) throws IOException {
        long at = start;
        long size = file.size();
        while (window.show(at, SegmentHeader.BYTES) == SegmentHeader.BYTES) {
            int place = window.at(at);
            if (isHeader(window.bytes(), place)) {
                SegmentHeader header = SegmentHeader.read(window.bytes(), place);
                if (header.isKnown()
                        && header.isWithinBounds()
                        && header.segmentBytes() <= size - at) {
                    return new Found(at, header);
                }
            }
            at++;
        }
        return null;
    }

    /// The cheap tests first: nearly every place fails them.
    private static boolean isHeader(byte[] bytes, int at) {
        return bytes[at] >= SegmentHeader.RECORDS
                && bytes[at] <= SegmentHeader.INDEX
                && bytes[at + 2] == 0
                && bytes[at + 3] == 0
                && SegmentHeader.hasGoodChecksum(bytes, at);
    }

    private boolean isLinked(Found found, byte[] chain, MessageDigest sha256) throws IOException {
        int length = Math.toIntExact(found.header.segmentBytes());
        if (window.show(found.offset, length) < length) {
            return false;
        }
        int at = window.at(found.offset);
        int hashAt = at + length - RecordingFormat.TRAILER_BYTES;
        sha256.update((byte) 1);
        sha256.update(chain);
        sha256.update(window.bytes(), at, hashAt - at);
        return Arrays.equals(
                sha256.digest(),
                0,
                RecordingFormat.HASH_BYTES,
                window.bytes(),
                hashAt,
                hashAt + RecordingFormat.HASH_BYTES);
    }
}
