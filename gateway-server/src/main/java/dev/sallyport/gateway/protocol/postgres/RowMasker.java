package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.MaskPlan;
import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.model.policy.MaskKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Lays a mask plan over the rows of one result.
///
/// A text is replaced by masked text, which is the same bytes in the text and the binary format. A value of any other
/// type becomes SQL NULL, whatever the mask: no number, date, uuid, JSON document or array has room for a masked text,
/// and a client that decodes binary values would break over one.
final class RowMasker {
    private static final byte[] WORD = Masker.WORD.getBytes(StandardCharsets.US_ASCII);

    /// For each column: null to copy it.
    private final @Nullable MaskKind[] kinds;

    private final ByteBufAllocator allocator;
    private final RowGatherer gatherer;

    /// @param isText whether a type holds text, by its OID; see [#isBuiltInText]
    /// @param limits a row longer than [FrameLimits#frameBytesMax()] is refused
    RowMasker(
            MaskPlan plan,
            RowDescription description,
            IntPredicate isText,
            ByteBufAllocator allocator,
            FrameLimits limits) {
        int columns = description.fields().size();
        if (plan.columns() != columns) {
            throw new IllegalArgumentException(
                    "mask plan of " + plan.columns() + " columns (expected: " + columns + ")");
        }
        this.kinds = new @Nullable MaskKind[columns];
        for (int i = 0; i < columns; i++) {
            MaskKind kind = plan.kind(i);
            boolean text = isText.test(description.fields().get(i).typeOid());
            kinds[i] = kind == null || text ? kind : MaskKind.NULL;
        }
        this.allocator = allocator;
        this.gatherer = new RowGatherer(allocator, limits);
    }

    /// Masks rows. Takes whole rows, and the pieces of long ones, which it gathers, as a row's length stands before it.
    ///
    /// @param rows owned, and let go of in any case
    /// @return a new frame, or null while a long row is not complete
    /// @throws ProtocolError where a row is malformed, or longer than may be held
    @Nullable Frame mask(Frame rows) {
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

    /// Lets go of a row that was not complete.
    void release() {
        gatherer.release();
    }

    /// The built-in types that hold text of any length: text, varchar, bpchar, name, and unknown.
    static boolean isBuiltInText(int typeOid) {
        return switch (typeOid) {
            case 25, 1043, 1042, 19, 705 -> true;
            default -> false;
        };
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
        if (columns != kinds.length) {
            throw new ProtocolError("DataRow columns", columns, kinds.length + ", as described");
        }
        int outStart = out.writerIndex();
        int at = start + 7;
        // What lies between two masked values is copied in one go.
        int copied = start;
        for (MaskKind kind : kinds) {
            int valueLength = end - at < 4 ? -2 : in.getInt(at);
            if (valueLength < -1 || valueLength > end - at - 4) {
                throw new ProtocolError(
                        "DataRow value length", valueLength, "-1.." + (end - at - 4));
            }
            int next = at + 4 + Math.max(0, valueLength);
            if (kind != null && valueLength >= 0) {
                out.writeBytes(in, copied, at - copied);
                writeMasked(kind, in, at + 4, valueLength, out);
                copied = next;
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

    private static void writeMasked(MaskKind kind, ByteBuf in, int at, int length, ByteBuf out) {
        byte @Nullable [] masked =
                switch (kind) {
                    case NULL -> null;
                    case REDACT -> WORD;
                    case LAST4, EMAIL -> {
                        String shown =
                                Masker.mask(kind, in.toString(at, length, StandardCharsets.UTF_8));
                        yield shown == null ? null : shown.getBytes(StandardCharsets.UTF_8);
                    }
                };
        if (masked == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(masked.length).writeBytes(masked);
        }
    }
}
