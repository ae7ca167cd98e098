package dev.sallyport.model.terminal;

/// What a program may switch on and off; the numbers are those of DECSET, or of SM where it says so.
public enum Mode {
    /// SM 4: what is written pushes the rest of its line to the right.
    INSERT(-4, 0),
    /// SM 20: a line feed also returns to the first column.
    NEW_LINE(-20, 1),
    APPLICATION_CURSOR_KEYS(1, 2),
    /// DECSCNM: the whole screen with foreground and background changed over.
    REVERSE_SCREEN(5, 3),
    /// DECOM: rows and columns count from the margins.
    ORIGIN(6, 4),
    /// DECAWM: what passes the right margin goes on in the next line.
    AUTOWRAP(7, 5),
    MOUSE_X10(9, 6),
    CURSOR_BLINK(12, 7),
    CURSOR_VISIBLE(25, 8),
    /// A backspace in the first column goes back over a line that was wrapped.
    REVERSE_WRAP(45, 9),
    APPLICATION_KEYPAD(66, 10),
    /// DECLRMM: left and right margins may be set.
    LEFT_RIGHT_MARGINS(69, 11),
    MOUSE_BUTTONS(1000, 12),
    MOUSE_DRAG(1002, 13),
    MOUSE_ALL(1003, 14),
    FOCUS_EVENTS(1004, 15),
    MOUSE_UTF8(1005, 16),
    MOUSE_SGR(1006, 17),
    ALTERNATE_SCROLL(1007, 18),
    MOUSE_URXVT(1015, 19),
    MOUSE_PIXELS(1016, 20),
    BRACKETED_PASTE(2004, 21),
    /// The program is in the middle of a redraw; a player may wait for its end.
    SYNCHRONIZED_OUTPUT(2026, 22),
    /// Characters that are joined into one are one, and as wide as that.
    GRAPHEME_CLUSTERS(2027, 23);

    /// Those that are on when a terminal is switched on.
    static final long INITIAL = AUTOWRAP.bit() | CURSOR_VISIBLE.bit();

    /// All of them.
    static final long ALL = (1L << values().length) - 1;

    private final int number;

    // Its place in a keyframe, never to be given to another.
    private final int place;

    Mode(int number, int place) {
        this.number = number;
        this.place = place;
    }

    long bit() {
        return 1L << place;
    }

    /// The bit of a mode by its DEC number (or by the negative of its ANSI number), 0 if there is none.
    static long bitOf(int number) {
        for (Mode mode : VALUES) {
            if (mode.number == number) {
                return mode.bit();
            }
        }
        return 0;
    }

    private static final Mode[] VALUES = values();
}
