package dev.sallyport.gateway.protocol.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Values within a binary value: each with its length before it, as in arrays and rows. Takes them over one by one, and
/// what they are shown as.
@SuppressWarnings("ReferenceEquality") // the very array given means: shown as it is
final class BinaryCells {
    private final ByteBuffer in;
    private final ByteArrayOutputStream out;
    private boolean changed;

    BinaryCells(byte[] value, int length) {
        in = ByteBuffer.wrap(value, 0, length);
        out = new ByteArrayOutputStream(length + 32);
    }

    boolean has(int bytes) {
        return in.remaining() >= bytes;
    }

    int copyInt() {
        int number = in.getInt();
        write(number);
        return number;
    }

    /// @param mask null where the value is shown as it is
    /// @return false where no value stands here
    boolean copyValue(@Nullable CellMask mask) {
        if (in.remaining() < 4) {
            return false;
        }
        int length = in.getInt();
        if (length < -1 || length > in.remaining()) {
            return false;
        }
        if (length == -1) {
            write(-1);
            return true;
        }
        byte[] value = new byte[length];
        in.get(value);
        byte[] shown = mask == null ? value : mask.mask(value, length);
        changed |= shown != value;
        if (shown == null) {
            write(-1);
        } else {
            write(shown.length);
            out.writeBytes(shown);
        }
        return true;
    }

    /// The value with what its parts are shown as; `value` itself where all are shown as they are; null where something
    /// is left over.
    byte @Nullable [] end(byte[] value) {
        if (in.hasRemaining()) {
            return null;
        }
        return changed ? out.toByteArray() : value;
    }

    private void write(int number) {
        out.write(number >>> 24);
        out.write(number >>> 16);
        out.write(number >>> 8);
        out.write(number);
    }
}
