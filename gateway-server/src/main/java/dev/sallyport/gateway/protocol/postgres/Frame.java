package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBuf;

/// Bytes of one message, of several whole messages of one type, or a piece of a long one: a slice of what was read,
/// headers included, passed on as it came.
///
/// Rows come by the thousand and are mostly passed on unread, so runs of DataRow and of CopyData stay one slice; a
/// row longer than [FrameLimits#wholeBytesMax()] comes in pieces, so that no row is ever held in memory as a whole. All
/// other messages are one frame each.
///
/// @param type the message's type byte, or 0 for those of the startup phase, which have none
/// @param bytes owned by whoever holds the frame
/// @param messages how many messages begin in it: 1 for most, 0 for a later piece
/// @param last whether its last byte is the last of a message
record Frame(byte type, ByteBuf bytes, int messages, boolean last) {
    static Frame whole(byte type, ByteBuf bytes) {
        return new Frame(type, bytes, 1, true);
    }

    void release() {
        bytes.release();
    }

    /// Whether it holds one message from first to last byte.
    boolean isOneMessage() {
        return messages == 1 && last;
    }

    int length() {
        return bytes.readableBytes();
    }
}
