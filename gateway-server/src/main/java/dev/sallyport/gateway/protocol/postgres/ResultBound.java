package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.policy.Limits;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Lets as much of a result pass as its limits allow, whole rows only. Statements without such a limit have none of these.
final class ResultBound {
    private static final String HINT =
            "ask for less, with LIMIT or a narrower WHERE, or for another limit";

    private final Limits limits;
    private long rowsLeft;
    private long bytesLeft;
    private @Nullable Rejection exceeded;

    ResultBound(Limits limits) {
        this.limits = limits;
        next();
    }

    /// A further result of the same text has what the first one had; but nothing comes after a limit was exceeded.
    void next() {
        rowsLeft = limits.rows().max();
        bytesLeft = limits.bytes().max();
    }

    /// Why no more rows pass, or null while they do.
    @Nullable Rejection exceeded() {
        return exceeded;
    }

    /// Takes the frame over.
    ///
    /// @return as many whole rows of it as may pass, or null for none
    @Nullable Frame fitting(Frame frame) {
        if (exceeded != null) {
            frame.release();
            return null;
        }
        if (frame.messages() == 0) {
            // The rest of a long row, which was counted when it began.
            return frame;
        }
        ByteBuf bytes = frame.bytes();
        int start = bytes.readerIndex();
        int at = start;
        int rows = 0;
        while (rows < frame.messages()) {
            long length = bytes.getInt(at + 1) + 1L;
            exceeded = overrunBy(length);
            if (exceeded != null) {
                return upTo(frame, at - start, rows);
            }
            rowsLeft--;
            bytesLeft -= length;
            rows++;
            at = (int) Math.min(at + length, bytes.writerIndex());
        }
        return frame;
    }

    private @Nullable Rejection overrunBy(long length) {
        if (rowsLeft <= 0) {
            return rejection(limits.rows(), "rows");
        }
        return bytesLeft < length ? rejection(limits.bytes(), "bytes") : null;
    }

    private static Rejection rejection(Limits.Bound bound, String unit) {
        return new Rejection(
                ProtocolError.LIMIT_EXCEEDED,
                "ended by limit "
                        + bound.by()
                        + ": the result has more than "
                        + bound.max()
                        + " "
                        + unit,
                HINT);
    }

    private static @Nullable Frame upTo(Frame frame, int length, int rows) {
        Frame fitting =
                rows == 0
                        ? null
                        : new Frame(
                                frame.type(),
                                frame.bytes().retainedSlice(frame.bytes().readerIndex(), length),
                                rows,
                                true);
        frame.release();
        return fitting;
    }
}
