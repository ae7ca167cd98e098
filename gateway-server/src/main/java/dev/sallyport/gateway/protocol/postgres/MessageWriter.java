package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// Writes the fields of one message and, at the end, its length.
final class MessageWriter {
    private final byte type;
    private final ByteBuf bytes;

    /// @param type the message's type byte, or 0 for one of the startup phase
    MessageWriter(ByteBufAllocator allocator, byte type) {
        this(allocator, type, 64);
    }

    MessageWriter(ByteBufAllocator allocator, byte type, int sizeHint) {
        this.type = type;
        this.bytes = allocator.buffer(sizeHint);
        if (type != 0) {
            bytes.writeByte(type);
        }
        bytes.writeInt(0);
    }

    MessageWriter int8(int value) {
        bytes.writeByte(value);
        return this;
    }

    MessageWriter int16(int value) {
        bytes.writeShort(value);
        return this;
    }

    MessageWriter int32(int value) {
        bytes.writeInt(value);
        return this;
    }

    /// @throws IllegalArgumentException where the text holds U+0000, which would end it early
    MessageWriter cstring(String text) {
        if (text.indexOf(0) >= 0) {
            bytes.release();
            throw new IllegalArgumentException(
                    "text: U+0000 in it (expected: none in a zero-terminated string)");
        }
        ByteBufUtil.writeUtf8(bytes, text);
        bytes.writeByte(0);
        return this;
    }

    MessageWriter raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    MessageWriter value(byte @Nullable [] value) {
        if (value == null) {
            bytes.writeInt(-1);
        } else {
            bytes.writeInt(value.length).writeBytes(value);
        }
        return this;
    }

    MessageWriter formatCodes(FormatCodes codes) {
        bytes.writeShort(codes.count());
        for (int i = 0; i < codes.count(); i++) {
            bytes.writeShort(codes.at(i));
        }
        return this;
    }

    Frame frame() {
        if (type == 0) {
            bytes.setInt(0, bytes.readableBytes());
        } else {
            bytes.setInt(1, bytes.readableBytes() - 1);
        }
        return Frame.whole(type, bytes);
    }
}
