package dev.sallyport.model.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Takes single fields out of a record, and never more than the record holds.
final class FieldReader {
    private final ByteBuffer in;

    FieldReader(ByteBuffer in) {
        this.in = in;
    }

    int remaining() {
        return in.remaining();
    }

    int u8() throws MalformedRecordException {
        return fixed(1).get() & 0xFF;
    }

    long varint() throws MalformedRecordException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedRecordException(
                "varint: longer than 64 bits (expected: at most 10 bytes)");
    }

    int intVarint(String what) throws MalformedRecordException {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedRecordException(
                    what
                            + ": "
                            + Long.toUnsignedString(value)
                            + " (expected: 0 to "
                            + Integer.MAX_VALUE
                            + ")");
        }
        return (int) value;
    }

    /// How many elements follow, of which each takes at least so many bytes.
    int count(int bytesEach) throws MalformedRecordException {
        int count = intVarint("count");
        if (count > in.remaining() / bytesEach) {
            throw new MalformedRecordException(
                    "count: "
                            + count
                            + " (expected: at most "
                            + in.remaining() / bytesEach
                            + ", what is left holds)");
        }
        return count;
    }

    String string() throws MalformedRecordException {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    /// A length as a varint, and a view of as many bytes.
    ByteBuffer bytes() throws MalformedRecordException {
        return fixed(intVarint("length"));
    }

    ByteBuffer fixed(int length) throws MalformedRecordException {
        if (length > in.remaining()) {
            throw new MalformedRecordException(
                    "length: "
                            + length
                            + " (expected: at most "
                            + in.remaining()
                            + ", what is left of the record)");
        }
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return slice;
    }
}
