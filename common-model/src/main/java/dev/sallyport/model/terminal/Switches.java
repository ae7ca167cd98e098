package dev.sallyport.model.terminal;

/// Modes set and reset, the alternate screen, and the two resets.
final class Switches {
    private static final int ORIGIN = 6;
    private static final int ALTERNATE_OLD = 47;
    private static final int LEFT_RIGHT_MARGINS = 69;
    private static final int ALTERNATE = 1047;
    private static final int SAVED_CURSOR = 1048;
    private static final int ALTERNATE_WITH_CURSOR = 1049;

    private final State state;
    private final Movement movement;

    Switches(State state, Movement movement) {
        this.state = state;
        this.movement = movement;
    }

    /// SM.
    void set(int number) {
        state.modes |= Mode.bitOf(-number);
    }

    /// RM.
    void reset(int number) {
        state.modes &= ~Mode.bitOf(-number);
    }

    /// DECSET.
    void setPrivate(int number) {
        state.modes |= Mode.bitOf(number);
        switch (number) {
            case ORIGIN -> movement.to(0, 0);
            case ALTERNATE_OLD, ALTERNATE -> toAlternate();
            case SAVED_CURSOR -> movement.save();
            case ALTERNATE_WITH_CURSOR -> {
                movement.save();
                toAlternate();
            }
            default -> {}
        }
    }

    /// DECRST.
    void resetPrivate(int number) {
        state.modes &= ~Mode.bitOf(number);
        switch (number) {
            case ORIGIN -> movement.to(0, 0);
            case LEFT_RIGHT_MARGINS -> {
                Page page = state.page();
                page.left = 0;
                page.right = page.columns() - 1;
            }
            case ALTERNATE_OLD, ALTERNATE -> toNormal();
            case SAVED_CURSOR -> movement.restore();
            case ALTERNATE_WITH_CURSOR -> {
                toNormal();
                movement.restore();
            }
            default -> {}
        }
    }

    // Always begun blank; the cursor stays where it is.
    private void toAlternate() {
        if (!state.onAlternate) {
            Page page = state.alternate;
            for (int row = 0; row < page.rows(); row++) {
                page.lines.clear(row, state.pen.erased());
            }
            takeCursor(state.normal, page);
            state.onAlternate = true;
        }
    }

    private void toNormal() {
        if (state.onAlternate) {
            Page left = state.alternate;
            takeCursor(left, state.normal);
            left.reset();
            state.onAlternate = false;
        }
    }

    private static void takeCursor(Page from, Page to) {
        to.x = from.x;
        to.y = from.y;
        to.pendingWrap = from.pendingWrap;
    }

    /// DECSTR (VT510 manual's list): what a program may have left switched on, but not what is on the screen.
    void softReset() {
        Page page = state.page();
        page.resetMargins();
        page.saved = null;
        state.modes = (state.modes & ~SOFT_RESET) | Mode.INITIAL;
        state.pen.set(new Pen());
        state.charsets.unpack(0);
    }

    private static final long SOFT_RESET =
            Mode.INSERT.bit()
                    | Mode.ORIGIN.bit()
                    | Mode.APPLICATION_CURSOR_KEYS.bit()
                    | Mode.APPLICATION_KEYPAD.bit()
                    | Mode.REVERSE_WRAP.bit()
                    | Mode.LEFT_RIGHT_MARGINS.bit();

    /// DECSCUSR: 0 and odd numbers blink.
    void cursorShape(int number) {
        switch (number) {
            case 0, 1, 2 -> state.shape = CursorShape.BLOCK;
            case 3, 4 -> state.shape = CursorShape.UNDERLINE;
            case 5, 6 -> state.shape = CursorShape.BAR;
            default -> {
                return;
            }
        }
        if (number != 0 && number % 2 == 1) {
            state.set(Mode.CURSOR_BLINK);
        } else {
            state.clear(Mode.CURSOR_BLINK);
        }
    }
}
