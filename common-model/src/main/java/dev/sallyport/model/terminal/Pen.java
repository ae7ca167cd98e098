package dev.sallyport.model.terminal;

/// The style that the next character is written in; the numbers are those of [Packed].
final class Pen {
    int fore;
    int back;
    long extra;

    Pen() {}

    Pen(Pen other) {
        set(other);
    }

    void set(Pen other) {
        fore = other.fore;
        back = other.back;
        extra = other.extra;
    }

    /// As SGR 0 does: all but the link, which only OSC 8 ends, and the protection, which only DECSCA does.
    void reset() {
        fore = 0;
        back &= Packed.PROTECTED;
        extra &= ~(long) Packed.COLOUR;
    }

    /// What erasing leaves behind: the background, and nothing else.
    int erased() {
        return back & Packed.COLOUR;
    }

    void link(int number) {
        extra = (extra & Packed.COLOUR) | ((long) number << Packed.LINK_SHIFT);
    }

    void underlineColour(int packed) {
        extra = (extra & ~(long) Packed.COLOUR) | packed;
    }

    boolean same(Pen other) {
        return fore == other.fore && back == other.back && extra == other.extra;
    }
}
