package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the byte stream into [Frame]s: slices of what was read, without a copy.
///
/// A length is checked before anything is kept for it. Runs of rows stay together and long rows come in pieces, so what
/// is held here at most is one message that must be seen whole.
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int HEADER = 5;
    private static final int RUN_BYTES_MAX = 64 << 10;

    /// A client that is not signed in may send a password of this length at most, and nothing longer.
    static final int LOGIN_BYTES_MAX = 64 << 10;

    private final Side from;
    private final FrameLimits limits;

    private boolean starting;
    private boolean loggedIn;
    private boolean tlsAnswerDue;
    private int pieceBytesLeft;
    private byte pieceType;

    FrameDecoder(Side from, FrameLimits limits) {
        this.from = from;
        this.limits = limits;
        this.starting = from == Side.CLIENT;
        this.loggedIn = from == Side.TARGET;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        Frame frame = next(in);
        if (frame != null) {
            out.add(frame);
        }
    }

    private @Nullable Frame next(ByteBuf in) {
        if (pieceBytesLeft > 0) {
            return piece(in, 0);
        }
        if (tlsAnswerDue) {
            return tlsAnswer(in);
        }
        if (starting) {
            return startup(in);
        }
        if (in.readableBytes() < HEADER) {
            return null;
        }
        byte type = in.getByte(in.readerIndex());
        int length = checkedLength(type, in.getInt(in.readerIndex() + 1));
        if (length > limits.wholeBytesMax() && mayComeInPieces(type)) {
            pieceBytesLeft = length;
            pieceType = type;
            return piece(in, 1);
        }
        if (in.readableBytes() < length) {
            return null;
        }
        return mayComeInPieces(type)
                ? run(type, length, in)
                : Frame.whole(type, in.readRetainedSlice(length));
    }

    /// All whole messages of this type that follow one another.
    private Frame run(byte type, int firstLength, ByteBuf in) {
        int start = in.readerIndex();
        int end = start + firstLength;
        int messages = 1;
        while (in.writerIndex() - end >= HEADER && in.getByte(end) == type) {
            int length = in.getInt(end + 1) + 1;
            if (length < HEADER
                    || length > in.writerIndex() - end
                    || end + length - start > RUN_BYTES_MAX) {
                break;
            }
            end += length;
            messages++;
        }
        return new Frame(type, in.readRetainedSlice(end - start), messages, true);
    }

    private @Nullable Frame piece(ByteBuf in, int messagesBegun) {
        int bytes = Math.min(in.readableBytes(), pieceBytesLeft);
        if (bytes == 0) {
            return null;
        }
        pieceBytesLeft -= bytes;
        return new Frame(
                pieceType, in.readRetainedSlice(bytes), messagesBegun, pieceBytesLeft == 0);
    }

    private boolean mayComeInPieces(byte type) {
        return type == MessageType.COPY_DATA
                || (type == MessageType.DATA_ROW && from == Side.TARGET);
    }

    /// The whole message's length, type byte included.
    private int checkedLength(byte type, int lengthField) {
        if (lengthField < 4) {
            throw new ProtocolError(
                    "length of message '" + printable(type) + "'", lengthField, "4 or more");
        }
        int max = loggedIn ? limits.frameBytesMax() : LOGIN_BYTES_MAX;
        if (lengthField >= max
                && !(loggedIn && mayComeInPieces(type) && lengthField < Integer.MAX_VALUE)) {
            throw new ProtocolError(
                    ProtocolError.LIMIT_EXCEEDED,
                    "length of message '" + printable(type) + "'",
                    lengthField,
                    "less than " + max);
        }
        return lengthField + 1;
    }

    private @Nullable Frame startup(ByteBuf in) {
        if (in.readableBytes() < 4) {
            return null;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8 || length > limits.startupBytesMax()) {
            throw new ProtocolError(
                    "length of startup packet", length, "8 to " + limits.startupBytesMax());
        }
        if (in.readableBytes() < length) {
            return null;
        }
        int code = in.getInt(in.readerIndex() + 4);
        ByteBuf packet = in.readRetainedSlice(length);
        boolean asksForEncryption =
                code == MessageType.SSL_REQUEST || code == MessageType.GSSENC_REQUEST;
        if (asksForEncryption && in.isReadable()) {
            packet.release();
            // Bytes sent ahead in the clear would be read as if they had come encrypted
            // (CVE-2021-23214).
            throw new ProtocolError(
                    "bytes after SSLRequest", in.readableBytes(), "none before the answer");
        }
        starting = asksForEncryption;
        return Frame.whole(MessageType.STARTUP, packet);
    }

    /// The target's one-byte answer to SSLRequest.
    private @Nullable Frame tlsAnswer(ByteBuf in) {
        if (!in.isReadable()) {
            return null;
        }
        if (in.readableBytes() > 1) {
            // As above, from the other end (CVE-2021-23222).
            throw new ProtocolError(
                    "bytes after the answer to SSLRequest",
                    in.readableBytes() - 1,
                    "none before the handshake");
        }
        tlsAnswerDue = false;
        return Frame.whole(MessageType.STARTUP, in.readRetainedSlice(1));
    }

    /// SSLRequest went out on this connection: one bare byte comes back.
    void expectTlsAnswer() {
        tlsAnswerDue = true;
    }

    /// The client is signed in: longer messages may come.
    void loggedIn() {
        loggedIn = true;
    }

    private static String printable(byte type) {
        return type > ' ' && type < 127
                ? String.valueOf((char) type)
                : String.format("0x%02X", type & 0xFF);
    }
}
