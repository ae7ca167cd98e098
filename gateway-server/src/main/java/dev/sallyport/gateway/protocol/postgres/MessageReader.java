package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one message in their order and to its exact end.
///
/// It never moves the buffer's own reader index, so that a frame can be passed on after it was read, and it looks at
/// what remains before it allocates anything: a count or a length is the peer's word, and no more.
final class MessageReader {
    private final String message;
    private final ByteBuf bytes;
    private final int end;
    private int at;

    private MessageReader(String message, ByteBuf bytes, int headerBytes) {
        this.message = message;
        this.bytes = bytes;
        this.at = bytes.readerIndex() + headerBytes;
        this.end = bytes.writerIndex();
    }

    /// Opens a message that has a type byte and a length before its fields.
    static MessageReader of(String message, byte type, Frame frame) {
        ByteBuf bytes = frame.bytes();
        int length = bytes.readableBytes();
        if (frame.type() != type || length < 5 || bytes.getByte(bytes.readerIndex()) != type) {
            throw new ProtocolError(message, describe(frame), "one message of type " + (char) type);
        }
        checkLength(message, frame, bytes.getInt(bytes.readerIndex() + 1), length - 1);
        return new MessageReader(message, bytes, 5);
    }

    /// Opens a message of the startup phase, which begins with its length.
    static MessageReader ofStartup(String message, Frame frame) {
        ByteBuf bytes = frame.bytes();
        int length = bytes.readableBytes();
        if (frame.type() != 0 || length < 8) {
            throw new ProtocolError(
                    message, describe(frame), "a startup packet of at least 8 bytes");
        }
        checkLength(message, frame, bytes.getInt(bytes.readerIndex()), length);
        return new MessageReader(message, bytes, 4);
    }

    private static void checkLength(String message, Frame frame, int stated, int real) {
        if (stated != real || !frame.isOneMessage()) {
            throw new ProtocolError(
                    message + " length",
                    Integer.toUnsignedLong(stated),
                    real + ", one whole message");
        }
    }

    private static String describe(Frame frame) {
        return frame.length()
                + " bytes of type "
                + (frame.type() == 0 ? "0" : String.valueOf((char) frame.type()));
    }

    int remaining() {
        return end - at;
    }

    byte int8(String field) {
        need(field, 1);
        return bytes.getByte(at++);
    }

    int int16(String field) {
        need(field, 2);
        short value = bytes.getShort(at);
        at += 2;
        return value;
    }

    /// A 16-bit count; the manual's Int16 is read without sign, as the server does.
    ///
    /// @param eachBytes the least that each counted thing takes up in what follows
    int count16(String field, int eachBytes) {
        need(field, 2);
        int count = bytes.getUnsignedShort(at);
        at += 2;
        if ((long) count * eachBytes > remaining()) {
            throw error(field, count, "no more than the remaining " + remaining() + " bytes hold");
        }
        return count;
    }

    int int32(String field) {
        need(field, 4);
        int value = bytes.getInt(at);
        at += 4;
        return value;
    }

    /// A value with its length before it.
    ///
    /// @return null where the length is -1, which means SQL NULL
    byte @Nullable [] value(String field) {
        int length = int32(field);
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > remaining()) {
            throw error(field + " length", length, "-1.." + remaining());
        }
        return bytes(length);
    }

    /// All bytes that are left.
    byte[] rest() {
        return bytes(remaining());
    }

    /// A zero-terminated string. An empty one costs nothing, as most names in the extended protocol are empty.
    String cstring(String field) {
        int zero = bytes.indexOf(at, end, (byte) 0);
        if (zero < 0) {
            throw error(
                    field, "no zero byte in " + remaining() + " bytes", "a zero-terminated string");
        }
        int length = zero - at;
        String text = length == 0 ? "" : utf8(field, bytes(length));
        at = zero + 1;
        return text;
    }

    FormatCodes formatCodes(String field) {
        int count = count16(field, 2);
        if (count == 0) {
            return FormatCodes.NONE;
        }
        FormatCodes.Builder codes = new FormatCodes.Builder(count);
        for (int i = 0; i < count; i++) {
            int code = int16(field);
            if (code != 0 && code != 1) {
                throw new ProtocolError(
                        ProtocolError.INVALID_PARAMETER_VALUE,
                        message + " " + field,
                        code,
                        "0 for text or 1 for binary");
            }
            codes.set(i, code);
        }
        return codes.build();
    }

    /// Says that all was read.
    void end() {
        if (at != end) {
            throw error("end", remaining() + " bytes more", "nothing after the last field");
        }
    }

    ProtocolError error(String field, Object value, String expectation) {
        return new ProtocolError(message + " " + field, value, expectation);
    }

    private byte[] bytes(int length) {
        byte[] copy = new byte[length];
        bytes.getBytes(at, copy);
        at += length;
        return copy;
    }

    private String utf8(String field, byte[] text) {
        String decoded = new String(text, StandardCharsets.UTF_8);
        // The quick decoder puts U+FFFD for what is malformed, so only a text with one needs the
        // strict decoder.
        if (decoded.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            } catch (CharacterCodingException e) {
                throw new ProtocolError(
                        ProtocolError.NOT_UTF_8,
                        message + " " + field,
                        "bytes that are not UTF-8",
                        "UTF-8");
            }
        }
        return decoded;
    }

    private void need(String field, int length) {
        if (length > remaining()) {
            throw error(field, remaining() + " bytes left", "at least " + length);
        }
    }
}
