package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.MaskPlan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays masks over the rows of one result; what each does to a value, [CellMasks] says.
@SuppressWarnings("ReferenceEquality") // the very array given means: shown as it is
final class RowMasker implements FrameMask {
    /// What is kept for values from one row to the next; one that takes more gets its own array.
    private static final int KEPT_BYTES_MAX = 64 << 10;

    /// For each column: null to copy it.
    private final @Nullable CellMask[] masks;

    private final ByteBufAllocator allocator;
    private final RowGatherer gatherer;
    private byte[] kept = new byte[256];

    /// @param masks for each column; null where its values are shown as they are
    /// @param limits a row longer than [FrameLimits#frameBytesMax()] is refused
    RowMasker(List<@Nullable CellMask> masks, ByteBufAllocator allocator, FrameLimits limits) {
        this.masks = masks.toArray(new @Nullable CellMask[0]);
        this.allocator = allocator;
        this.gatherer = new RowGatherer(allocator, limits);
    }

    /// The masks of a plan, column by column.
    ///
    /// @return null where all columns are shown as they are
    static @Nullable List<@Nullable CellMask> masks(
            MaskPlan plan, RowDescription description, CellMasks masks) {
        int columns = description.fields().size();
        if (plan.columns() != columns) {
            throw new IllegalArgumentException(
                    "mask plan of " + plan.columns() + " columns (expected: " + columns + ")");
        }
        List<@Nullable CellMask> each = new ArrayList<>(columns);
        boolean open = true;
        for (int i = 0; i < columns; i++) {
            RowDescription.Field field = description.fields().get(i);
            CellMask mask =
                    masks.of(plan.kind(i), field.typeOid(), CellMasks.Format.of(field.format()));
            each.add(mask);
            open &= mask == null;
        }
        return open ? null : each;
    }

    /// Masks rows. Takes whole rows, and the pieces of long ones, which it gathers, as a row's length stands before it.
    ///
    /// @param rows owned, and let go of in any case
    /// @return a new frame, or null while a long row is not complete
    /// @throws ProtocolError where a row is malformed, or longer than may be held
    @Override
    public @Nullable Frame mask(Frame rows) {
        Frame whole = gatherer.gather(rows);
        if (whole == null) {
            return null;
        }
        try {
            return maskAll(whole.bytes());
        } finally {
            whole.release();
        }
    }

    /// A row ends with its message, and that a message ends, the decoder sees to.
    @Override
    public void end() {}

    /// Lets go of a row that was not complete.
    @Override
    public void release() {
        gatherer.release();
    }

    private Frame maskAll(ByteBuf in) {
        ByteBuf out = allocator.buffer(in.readableBytes() + 64);
        boolean done = false;
        try {
            int rows = 0;
            int at = in.readerIndex();
            while (at < in.writerIndex()) {
                at = maskRow(in, at, out);
                rows++;
            }
            done = true;
            return new Frame(DataRow.TYPE, out, rows, true);
        } finally {
            if (!done) {
                out.release();
            }
        }
    }

    /// @return where the next row begins
    private int maskRow(ByteBuf in, int start, ByteBuf out) {
        int available = in.writerIndex() - start;
        long length = available < 7 ? -1 : in.getUnsignedInt(start + 1) + 1;
        if (length < 7 || length > available || in.getByte(start) != DataRow.TYPE) {
            throw new ProtocolError("DataRow length", length, "7.." + available);
        }
        int end = start + (int) length;
        int columns = in.getUnsignedShort(start + 5);
        if (columns != masks.length) {
            throw new ProtocolError("DataRow columns", columns, masks.length + ", as described");
        }
        int outStart = out.writerIndex();
        int at = start + 7;
        // What lies between two masked values is copied in one go.
        int copied = start;
        for (CellMask mask : masks) {
            int valueLength = end - at < 4 ? -2 : in.getInt(at);
            if (valueLength < -1 || valueLength > end - at - 4) {
                throw new ProtocolError(
                        "DataRow value length", valueLength, "-1.." + (end - at - 4));
            }
            int next = at + 4 + Math.max(0, valueLength);
            if (mask != null && valueLength >= 0) {
                byte[] value = value(in, at + 4, valueLength);
                byte[] shown = mask.mask(value, valueLength);
                if (shown != value) {
                    out.writeBytes(in, copied, at - copied);
                    write(shown, out);
                    copied = next;
                }
            }
            at = next;
        }
        if (at != end) {
            throw new ProtocolError(
                    "DataRow", (end - at) + " bytes more", "nothing after the last value");
        }
        out.writeBytes(in, copied, end - copied);
        out.setInt(outStart + 1, out.writerIndex() - outStart - 1);
        return end;
    }

    /// The value's bytes, and perhaps others behind them.
    private byte[] value(ByteBuf in, int at, int length) {
        byte[] value = kept;
        if (length > value.length) {
            value = new byte[length];
            if (length <= KEPT_BYTES_MAX) {
                kept = value;
            }
        }
        in.getBytes(at, value, 0, length);
        return value;
    }

    private static void write(byte @Nullable [] shown, ByteBuf out) {
        if (shown == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(shown.length).writeBytes(shown);
        }
    }
}
