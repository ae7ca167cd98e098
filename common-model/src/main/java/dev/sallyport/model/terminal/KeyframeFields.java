package dev.sallyport.model.terminal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Takes single numbers and texts out of a keyframe's bytes, each within bounds that its reader names.
final class KeyframeFields {
    private final ByteBuffer in;

    KeyframeFields(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    int remaining() {
        return in.remaining();
    }

    int number(String what, int lowest, int highest) throws MalformedKeyframeException {
        return (int) longNumber(what, lowest, highest);
    }

    long longNumber(String what, long lowest, long highest) throws MalformedKeyframeException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw new MalformedKeyframeException(what + ": cut short");
            }
            int b = in.get();
            if (shift == 63 && b != 0) {
                break;
            }
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                check(what, value, lowest, highest);
                return value;
            }
        }
        throw new MalformedKeyframeException(what + ": longer than 63 bits");
    }

    static void check(String what, long value, long lowest, long highest)
            throws MalformedKeyframeException {
        if (value < lowest || value > highest) {
            throw new MalformedKeyframeException(
                    what + ": " + value + " (expected: " + lowest + " to " + highest + ")");
        }
    }

    static void require(String what, boolean holds) throws MalformedKeyframeException {
        if (!holds) {
            throw new MalformedKeyframeException(what);
        }
    }

    /// 0 or 1.
    boolean flag(String what) throws MalformedKeyframeException {
        return number(what, 0, 1) == 1;
    }

    /// 32 bits of any value.
    int bits(String what) throws MalformedKeyframeException {
        return (int) longNumber(what, 0, 0xFFFF_FFFFL);
    }

    byte[] bytes(String what, int lengthMax) throws MalformedKeyframeException {
        int length = number(what, 0, lengthMax);
        check(what, length, 0, in.remaining());
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /// @param lengthMax in UTF-16 units
    String text(String what, int lengthMax) throws MalformedKeyframeException {
        byte[] bytes = bytes(what, lengthMax * 3);
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            check(what, text.length(), 0, lengthMax);
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedKeyframeException(what + ": no UTF-8");
        }
    }
}
