package dev.sallyport.model.terminal;

/// UTF-8 a byte at a time, as the WHATWG Encoding Standard decodes it.
///
/// What is no UTF-8 becomes U+FFFD, one for each longest beginning of a character that was broken off, so that it does
/// not matter where the bytes were split.
final class Utf8 {
    static final int REPLACEMENT = 0xFFFD;

    /// More bytes have to come.
    static final int UNFINISHED = -1;

    /// The character begun is broken off: it is a U+FFFD, and the byte has to be given again.
    static final int AGAIN = -2;

    int needed;
    int codePoint;
    // What the next byte must be: not every continuation may follow E0, ED, F0 and F4.
    int lowest = 0x80;
    int highest = 0xBF;

    Utf8() {}

    Utf8(Utf8 other) {
        needed = other.needed;
        codePoint = other.codePoint;
        lowest = other.lowest;
        highest = other.highest;
    }

    /// Takes up a character of which so much had come.
    ///
    /// @return whether that can be
    boolean resume(int bytesNeeded, int soFar) {
        if (bytesNeeded == 2 && soFar >= 0 && soFar <= 0xF) {
            begin(0xE0 | soFar);
            return true;
        }
        if (bytesNeeded == 3) {
            boolean begun = soFar >= 0 && soFar <= 4;
            if (begun) {
                begin(0xF0 | soFar);
            }
            return begun;
        }
        needed = bytesNeeded;
        codePoint = soFar;
        return switch (bytesNeeded) {
            case 0 -> soFar == 0;
            case 1 -> soFar >= 0x2 && soFar <= 0x43FF && (soFar < 0x360 || soFar > 0x37F);
            case 2 -> soFar >= 0x10 && soFar <= 0x10F;
            default -> false;
        };
    }

    boolean idle() {
        return needed == 0;
    }

    /// @return a code point, [#UNFINISHED] or [#AGAIN]
    int take(int b) {
        return needed == 0 ? begin(b) : goOn(b);
    }

    private int begin(int b) {
        if (b < 0x80) {
            return b;
        }
        if (b < 0xC2 || b > 0xF4) {
            return REPLACEMENT;
        }
        if (b < 0xE0) {
            needed = 1;
            codePoint = b & 0x1F;
        } else if (b < 0xF0) {
            lowest = b == 0xE0 ? 0xA0 : 0x80;
            highest = b == 0xED ? 0x9F : 0xBF;
            needed = 2;
            codePoint = b & 0xF;
        } else {
            lowest = b == 0xF0 ? 0x90 : 0x80;
            highest = b == 0xF4 ? 0x8F : 0xBF;
            needed = 3;
            codePoint = b & 0x7;
        }
        return UNFINISHED;
    }

    private int goOn(int b) {
        boolean fits = b >= lowest && b <= highest;
        lowest = 0x80;
        highest = 0xBF;
        if (!fits) {
            needed = 0;
            codePoint = 0;
            return AGAIN;
        }
        int value = (codePoint << 6) | (b & 0x3F);
        needed--;
        codePoint = needed == 0 ? 0 : value;
        return needed == 0 ? value : UNFINISHED;
    }

    boolean same(Utf8 other) {
        return needed == other.needed
                && codePoint == other.codePoint
                && lowest == other.lowest
                && highest == other.highest;
    }
}
