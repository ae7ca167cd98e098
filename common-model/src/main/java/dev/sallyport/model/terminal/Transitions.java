package dev.sallyport.model.terminal;

/// The parser's table: what a code does in a state, and which state comes next.
///
/// Paul Williams' state machine for DEC's terminals (vt100.net/emu/dec_ansi_parser), with three changes that xterm.js
/// has too: colons part subparameters, BEL ends an operating system command, and codes above U+009F are characters.
/// Device control strings are not told from the other strings that are passed over, since none of them is run.
final class Transitions {
    static final int GROUND = 0;
    static final int ESCAPE = 1;
    static final int ESCAPE_INTERMEDIATE = 2;
    static final int CSI_ENTRY = 3;
    static final int CSI_PARAM = 4;
    static final int CSI_INTERMEDIATE = 5;
    static final int CSI_IGNORE = 6;
    static final int OSC = 7;

    /// DCS, SOS, PM and APC, up to their end.
    static final int STRING = 8;

    static final int STATES = 9;

    static final int IGNORE = 0;
    static final int PRINT = 1;
    static final int EXECUTE = 2;
    static final int CLEAR = 3;
    static final int COLLECT = 4;
    static final int PARAMETER = 5;
    static final int ESCAPE_DISPATCH = 6;
    static final int CSI_DISPATCH = 7;
    static final int OSC_START = 8;
    static final int OSC_PUT = 9;
    static final int OSC_END = 10;

    /// The codes above U+009F all count as this one.
    private static final int CHARACTER = 0xA0;

    private static final int CODES = CHARACTER + 1;

    // State in the low four bits, action above.
    private static final byte[] TABLE = table();

    private Transitions() {}

    static int of(int state, int code) {
        return TABLE[state * CODES + Math.min(code, CHARACTER)] & 0xFF;
    }

    static int next(int transition) {
        return transition & 0xF;
    }

    static int action(int transition) {
        return transition >> 4;
    }

    private static byte[] table() {
        Builder table = new Builder();
        for (int state = 0; state < STATES; state++) {
            table.anywhere(state);
        }
        table.set(GROUND, 0x20, 0x7E, PRINT, GROUND);
        table.set(GROUND, CHARACTER, CHARACTER, PRINT, GROUND);

        table.set(ESCAPE, 0x20, 0x2F, COLLECT, ESCAPE_INTERMEDIATE);
        table.set(ESCAPE, 0x30, 0x7E, ESCAPE_DISPATCH, GROUND);
        table.set(ESCAPE, '[', '[', CLEAR, CSI_ENTRY);
        table.set(ESCAPE, ']', ']', OSC_START, OSC);
        for (char c : new char[] {'P', 'X', '^', '_'}) {
            table.set(ESCAPE, c, c, IGNORE, STRING);
        }
        table.set(ESCAPE_INTERMEDIATE, 0x20, 0x2F, COLLECT, ESCAPE_INTERMEDIATE);
        table.set(ESCAPE_INTERMEDIATE, 0x30, 0x7E, ESCAPE_DISPATCH, GROUND);

        table.set(CSI_ENTRY, 0x20, 0x2F, COLLECT, CSI_INTERMEDIATE);
        table.set(CSI_ENTRY, 0x30, 0x3B, PARAMETER, CSI_PARAM);
        table.set(CSI_ENTRY, 0x3C, 0x3F, COLLECT, CSI_PARAM);
        table.set(CSI_ENTRY, 0x40, 0x7E, CSI_DISPATCH, GROUND);
        table.set(CSI_PARAM, 0x20, 0x2F, COLLECT, CSI_INTERMEDIATE);
        table.set(CSI_PARAM, 0x30, 0x3B, PARAMETER, CSI_PARAM);
        table.set(CSI_PARAM, 0x3C, 0x3F, IGNORE, CSI_IGNORE);
        table.set(CSI_PARAM, 0x40, 0x7E, CSI_DISPATCH, GROUND);
        table.set(CSI_INTERMEDIATE, 0x20, 0x2F, COLLECT, CSI_INTERMEDIATE);
        table.set(CSI_INTERMEDIATE, 0x30, 0x3F, IGNORE, CSI_IGNORE);
        table.set(CSI_INTERMEDIATE, 0x40, 0x7E, CSI_DISPATCH, GROUND);
        table.set(CSI_IGNORE, 0x20, 0x3F, IGNORE, CSI_IGNORE);
        table.set(CSI_IGNORE, 0x40, 0x7E, IGNORE, GROUND);
        table.set(CSI_IGNORE, CHARACTER, CHARACTER, IGNORE, CSI_IGNORE);

        table.set(OSC, 0x20, 0x7F, OSC_PUT, OSC);
        table.set(OSC, CHARACTER, CHARACTER, OSC_PUT, OSC);
        table.set(OSC, 0x07, 0x07, OSC_END, GROUND);
        table.set(OSC, 0x1B, 0x1B, OSC_END, ESCAPE);
        table.set(OSC, 0x9C, 0x9C, OSC_END, GROUND);
        table.set(STRING, 0x20, 0x7F, IGNORE, STRING);
        table.set(STRING, CHARACTER, CHARACTER, IGNORE, STRING);
        return table.cells;
    }

    private static final class Builder {
        private final byte[] cells = new byte[STATES * CODES];

        /// What holds in every state but where it is overwritten; a character that fits nowhere ends a sequence.
        void anywhere(int state) {
            boolean text = state == OSC || state == STRING;
            set(state, 0x00, 0x1F, text ? IGNORE : EXECUTE, state);
            set(state, 0x7F, 0x7F, IGNORE, state);
            set(state, CHARACTER, CHARACTER, IGNORE, GROUND);
            set(state, 0x18, 0x18, EXECUTE, GROUND);
            set(state, 0x1A, 0x1A, EXECUTE, GROUND);
            set(state, 0x1B, 0x1B, CLEAR, ESCAPE);
            set(state, 0x80, 0x9F, EXECUTE, GROUND);
            set(state, 0x90, 0x90, IGNORE, STRING);
            set(state, 0x98, 0x98, IGNORE, STRING);
            set(state, 0x9B, 0x9B, CLEAR, CSI_ENTRY);
            set(state, 0x9C, 0x9C, IGNORE, GROUND);
            set(state, 0x9D, 0x9D, OSC_START, OSC);
            set(state, 0x9E, 0x9F, IGNORE, STRING);
        }

        void set(int state, int first, int last, int action, int next) {
            for (int code = first; code <= last; code++) {
                cells[state * CODES + code] = (byte) ((action << 4) | next);
            }
        }
    }
}
