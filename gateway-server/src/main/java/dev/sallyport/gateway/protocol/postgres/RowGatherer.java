package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Puts the pieces of a long row together where it must be seen as a whole; whole rows pass as they are.
final class RowGatherer {
    private final ByteBufAllocator allocator;
    private final FrameLimits limits;
    private @Nullable ByteBuf gathered;

    RowGatherer(ByteBufAllocator allocator, FrameLimits limits) {
        this.allocator = allocator;
        this.limits = limits;
    }

    /// @param piece owned
    /// @return whole rows, which the caller owns, or null while a row is not complete
    /// @throws ProtocolError where a row is longer than [FrameLimits#frameBytesMax()]
    @Nullable Frame gather(Frame piece) {
        if (gathered == null && piece.last()) {
            return piece;
        }
        try {
            ByteBuf all =
                    gathered == null ? allocator.buffer(limits.wholeBytesMax() * 2) : gathered;
            gathered = all;
            long length = (long) all.readableBytes() + piece.length();
            if (length > limits.frameBytesMax()) {
                release();
                throw new ProtocolError(
                        ProtocolError.LIMIT_EXCEEDED,
                        "row to be looked into",
                        length + " bytes",
                        "at most " + limits.frameBytesMax());
            }
            all.writeBytes(piece.bytes(), piece.bytes().readerIndex(), piece.length());
            if (!piece.last()) {
                return null;
            }
            gathered = null;
            return Frame.whole(piece.type(), all);
        } finally {
            piece.release();
        }
    }

    /// Lets go of a row that was not complete.
    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
