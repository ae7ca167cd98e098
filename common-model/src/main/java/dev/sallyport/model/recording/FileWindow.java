package dev.sallyport.model.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A part of a file in memory, moved along as it is read: large reads, and no copy of what is looked at.
///
/// It grows only as far as the file really goes, whatever lengths the file claims.
final class FileWindow {
    private static final int READ_BYTES = 1024 * 1024;

    private final FileChannel file;
    private byte[] bytes = new byte[64 * 1024];
    private long offset;
    private int length;

    FileWindow(FileChannel file) {
        this.file = file;
    }

    /// Brings so many bytes from this place of the file into [#bytes], or as many as the file has.
    ///
    /// @return how many there are, at most `wanted`
    int show(long from, int wanted) throws IOException {
        if (from >= offset && from - offset + wanted <= length) {
            return wanted;
        }
        long left = Math.max(0, file.size() - from);
        int needed = (int) Math.min(left, wanted);
        moveTo(from);
        int ahead = (int) Math.min(left, Math.max(needed, READ_BYTES));
        if (bytes.length < ahead) {
            bytes = java.util.Arrays.copyOf(bytes, ahead);
        }
        while (length < needed) {
            ByteBuffer to = ByteBuffer.wrap(bytes, length, Math.min(ahead, bytes.length) - length);
            int n = file.read(to, offset + length);
            if (n < 0) {
                break;
            }
            length += n;
        }
        return Math.min(length, wanted);
    }

    /// The array; what [#show] was asked for begins at [#at]. Valid until the next [#show].
    byte[] bytes() {
        return bytes;
    }

    int at(long from) {
        return Math.toIntExact(from - offset);
    }

    private void moveTo(long from) {
        if (from >= offset && from < offset + length) {
            int skip = (int) (from - offset);
            System.arraycopy(bytes, skip, bytes, 0, length - skip);
            length -= skip;
        } else {
            length = 0;
        }
        offset = from;
    }
}
