package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.CopyOut;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays masks over the data of one COPY to the client: takes its messages apart, and puts a new one around each row.
final class CopyMasker implements FrameMask {
    private static final int HEADER_BYTES = 5;

    private final CopyRows rows;
    private final ByteBufAllocator allocator;
    private final RowGatherer gatherer;

    /// @param masks for each column; null where its values are shown as they are
    CopyMasker(
            CopyOut copy,
            List<@Nullable CellMask> masks,
            ByteBufAllocator allocator,
            FrameLimits limits) {
        int bytesMax = limits.frameBytesMax();
        this.rows =
                switch (copy.format()) {
                    case TEXT -> new CopyTextRows(copy, masks, bytesMax);
                    case CSV -> new CopyCsvRows(copy, masks, bytesMax);
                    case BINARY -> new CopyBinaryRows(masks, bytesMax);
                };
        this.allocator = allocator;
        this.gatherer = new RowGatherer(allocator, limits);
    }

    @Override
    public @Nullable Frame mask(Frame frame) {
        Frame whole = gatherer.gather(frame);
        if (whole == null) {
            return null;
        }
        ByteBuf out = allocator.buffer(whole.length() + 64);
        int messages = 0;
        boolean done = false;
        try {
            ByteBuf in = whole.bytes();
            int at = in.readerIndex();
            while (at < in.writerIndex()) {
                int available = in.writerIndex() - at;
                long length = available < HEADER_BYTES ? -1 : in.getUnsignedInt(at + 1) + 1;
                if (length < HEADER_BYTES
                        || length > available
                        || in.getByte(at) != MessageType.COPY_DATA) {
                    throw new ProtocolError("CopyData length", length, "5.." + available);
                }
                messages += rows.take(in, at + HEADER_BYTES, (int) length - HEADER_BYTES, out);
                at += (int) length;
            }
            done = messages > 0;
            return done ? new Frame(MessageType.COPY_DATA, out, messages, true) : null;
        } finally {
            whole.release();
            if (!done) {
                out.release();
            }
        }
    }

    @Override
    public void end() {
        if (rows.isMidRow()) {
            throw new ProtocolError("COPY", "an end in the middle of a row", "a whole row");
        }
    }

    @Override
    public void release() {
        gatherer.release();
    }
}
