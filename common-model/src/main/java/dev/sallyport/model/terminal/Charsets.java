package dev.sallyport.model.terminal;

/// The character sets G0 to G3, and which of them is in use.
///
/// ASCII, the United Kingdom's (a pound for the hash) and DEC's special graphics (the lines that ncurses draws with);
/// who asks for another gets ASCII, as with xterm.js.
final class Charsets {
    static final int ASCII = 0;
    static final int UNITED_KINGDOM = 1;
    static final int GRAPHICS = 2;
    private static final int KINDS = 3;

    // VT220 Programmer Reference Manual, table 2-4: what 0x5F to 0x7E stand for.
    private static final String DEC_GRAPHICS = " ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    // Two bits for each of G0 to G3, then two bits for the one in use.
    private int packed;
    private int single = -1;

    Charsets() {}

    Charsets(Charsets other) {
        this.packed = other.packed;
        this.single = other.single;
    }

    int packed() {
        return packed;
    }

    void unpack(int value) {
        packed = value;
        single = -1;
    }

    static boolean isPacked(int value) {
        for (int i = 0; i < 4; i++) {
            if (((value >> (2 * i)) & 3) >= KINDS) {
                return false;
            }
        }
        return value >>> 10 == 0;
    }

    /// 0 to 3 for the set that the next character alone is taken from, -1 for none.
    int single() {
        return single;
    }

    /// SS2, SS3: the next character alone is taken from this set.
    void useOnce(int set) {
        single = set;
    }

    /// LS0 to LS3: from here on.
    void use(int set) {
        packed = (packed & 0xFF) | (set << 8);
    }

    void designate(int set, char name) {
        int kind = name == '0' ? GRAPHICS : name == 'A' ? UNITED_KINGDOM : ASCII;
        packed = (packed & ~(3 << (2 * set))) | (kind << (2 * set));
    }

    boolean same(Charsets other) {
        return packed == other.packed && single == other.single;
    }

    /// Whether bytes are what they look like.
    boolean plain() {
        return single < 0 && kind(packed >> 8) == ASCII;
    }

    private int kind(int set) {
        return (packed >> (2 * set)) & 3;
    }

    /// The character that a code point stands for, for one that is about to be written.
    int translate(int codePoint) {
        int kind = kind(single < 0 ? packed >> 8 : single);
        single = -1;
        if (kind == GRAPHICS && codePoint >= 0x5F && codePoint <= 0x7E) {
            return DEC_GRAPHICS.charAt(codePoint - 0x5F);
        }
        return kind == UNITED_KINGDOM && codePoint == '#' ? '£' : codePoint;
    }
}
