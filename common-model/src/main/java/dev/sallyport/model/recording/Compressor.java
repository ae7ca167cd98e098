package dev.sallyport.model.recording;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Makes bodies smaller, in place: zstd (RFC 8878), one frame a body.
///
/// Shared by all recordings of a journal and safe on several threads: it keeps as many contexts, of about a megabyte
/// each, as threads ever compressed at once, and not one for each session.
public final class Compressor implements AutoCloseable {
    /// What a statement and its decision take is smaller; there the call costs more than it saves.
    static final int BYTES_MIN = 1024;

    /// The fastest of the regular levels: 200 to 500 MB a second, on a thread that sessions wait for.
    private static final int LEVEL = 1;

    /// Buffers that one huge statement made grow are not kept.
    private static final int KEPT_BYTES = 1024 * 1024;

    private final ConcurrentLinkedQueue<Context> idle = new ConcurrentLinkedQueue<>();

    /// @return how many bytes they are now; `length` where they were left as they are
    int compress(byte[] array, int at, int length) {
        if (length < BYTES_MIN) {
            return length;
        }
        Context context = idle.poll();
        if (context == null) {
            context = new Context();
        }
        int compressed = context.compress(array, at, length);
        idle.add(context);
        return compressed;
    }

    /// Only once nothing is compressed any more.
    @Override
    public void close() {
        for (Context context = idle.poll(); context != null; context = idle.poll()) {
            context.zstd.close();
        }
    }

    private static final class Context {
        private final ZstdCompressCtx zstd = new ZstdCompressCtx();
        private byte[] out = new byte[0];

        Context() {
            zstd.setLevel(LEVEL);
            zstd.setContentSize(true);
        }

        int compress(byte[] array, int at, int length) {
            int bound = Math.toIntExact(Zstd.compressBound(length));
            byte[] to = out.length >= bound ? out : new byte[bound];
            int compressed = zstd.compressByteArray(to, 0, to.length, array, at, length);
            if (to.length <= KEPT_BYTES) {
                out = to;
            }
            if (compressed >= length) {
                return length;
            }
            System.arraycopy(to, 0, array, at, compressed);
            return compressed;
        }
    }
}
