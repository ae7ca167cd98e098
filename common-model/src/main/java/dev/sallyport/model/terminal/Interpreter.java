package dev.sallyport.model.terminal;

import java.util.function.IntConsumer;

/// Says what each control character and sequence means.
///
/// xterm's `ctlseqs` names them. What asks (DA, DSR, DECRQM, DECRQSS, window reports) is passed over: in a replay there
/// is nobody to answer to. So is what is not known.
final class Interpreter {
    private final State state;
    private final Printer printer;
    private final Movement movement;
    private final Erasing erasing;
    private final Switches switches;
    private final OperatingSystemCommand osc;

    Interpreter(State state) {
        this.state = state;
        this.printer = new Printer(state);
        this.movement = new Movement(state);
        this.erasing = new Erasing(state);
        this.switches = new Switches(state, movement);
        this.osc = new OperatingSystemCommand(state);
    }

    void printAscii(byte[] text, int from, int to) {
        printer.printAscii(text, from, to);
    }

    void print(int codePoint) {
        printer.print(codePoint);
    }

    /// C0 and C1.
    void control(int code) {
        state.afterPrint = false;
        switch (code) {
            case 0x08 -> movement.backspace();
            case 0x09 -> movement.tabForward(1);
            case 0x0A, 0x0B, 0x0C -> {
                if (state.on(Mode.NEW_LINE)) {
                    movement.lineStart();
                }
                movement.lineFeed();
            }
            case 0x0D -> movement.lineStart();
            case 0x0E -> state.charsets.use(1);
            case 0x0F -> state.charsets.use(0);
            case 0x84 -> movement.lineFeed();
            case 0x85 -> nextLine();
            case 0x88 -> movement.setTab();
            case 0x8D -> movement.reverseLineFeed();
            case 0x8E -> state.charsets.useOnce(2);
            case 0x8F -> state.charsets.useOnce(3);
            default -> {}
        }
    }

    private void nextLine() {
        movement.lineStart();
        movement.lineFeed();
    }

    /// ESC, intermediates, a final character.
    ///
    /// @param collected the intermediates as [Parser] packs them
    void escape(int collected, int last) {
        state.afterPrint = false;
        switch (collected) {
            case 0 -> escape(last);
            case '#' -> {
                if (last == '8') {
                    erasing.alignmentPattern();
                }
            }
            case '(' -> state.charsets.designate(0, (char) last);
            case ')', '-' -> state.charsets.designate(1, (char) last);
            case '*', '.' -> state.charsets.designate(2, (char) last);
            case '+', '/' -> state.charsets.designate(3, (char) last);
            case '%' -> state.charsets.unpack(0); // UTF-8 or not: it is read as UTF-8
            default -> {}
        }
    }

    private void escape(int last) {
        switch (last) {
            case '7' -> movement.save();
            case '8' -> movement.restore();
            case '=' -> state.set(Mode.APPLICATION_KEYPAD);
            case '>' -> state.clear(Mode.APPLICATION_KEYPAD);
            case 'D' -> movement.lineFeed();
            case 'E' -> nextLine();
            case 'H' -> movement.setTab();
            case 'M' -> movement.reverseLineFeed();
            case 'N' -> state.charsets.useOnce(2);
            case 'O' -> state.charsets.useOnce(3);
            case 'c' -> state.reset();
            case 'n' -> state.charsets.use(2);
            case 'o' -> state.charsets.use(3);
            default -> {}
        }
    }

    /// CSI, a prefix, parameters, intermediates, a final character.
    ///
    /// @param collected prefix and intermediates as [Parser] packs them
    void sequence(int collected, int last, Parameters p) {
        switch (collected) {
            case 0 -> sequence(last, p);
            case '?' -> privateSequence(last, p);
            case '!' -> {
                if (last == 'p') {
                    switches.softReset();
                }
            }
            case ' ' -> {
                switch (last) {
                    case '@' -> erasing.scrollLeft(p.orOne(0));
                    case 'A' -> erasing.scrollRight(p.orOne(0));
                    case 'q' -> switches.cursorShape(p.get(0));
                    default -> {}
                }
            }
            case '\'' -> {
                switch (last) {
                    case '}' -> erasing.insertColumns(p.orOne(0));
                    case '~' -> erasing.deleteColumns(p.orOne(0));
                    default -> {}
                }
            }
            case '"' -> {
                if (last == 'q') {
                    protect(p.get(0));
                }
            }
            default -> {}
        }
        state.afterPrint = false;
    }

    private void sequence(int last, Parameters p) {
        switch (last) {
            case '@' -> erasing.insertCharacters(p.orOne(0));
            case 'A' -> movement.up(p.orOne(0));
            case 'B' -> movement.down(p.orOne(0));
            case 'C' -> movement.forward(p.orOne(0));
            case 'D' -> movement.backward(p.orOne(0));
            case 'E' -> {
                movement.down(p.orOne(0));
                movement.lineStart();
            }
            case 'F' -> {
                movement.up(p.orOne(0));
                movement.lineStart();
            }
            case 'G', '`' -> movement.toColumn(p.orOne(0) - 1);
            case 'H', 'f' -> movement.to(p.orOne(0) - 1, p.orOne(1) - 1);
            case 'I' -> movement.tabForward(p.orOne(0));
            case 'J' -> erasing.inDisplay(p.get(0), Erasing.Which.ALL);
            case 'K' -> erasing.inLine(p.get(0), Erasing.Which.ALL);
            case 'L' -> erasing.insertLines(p.orOne(0));
            case 'M' -> erasing.deleteLines(p.orOne(0));
            case 'P' -> erasing.deleteCharacters(p.orOne(0));
            case 'S' -> Scrolling.moveUp(state, state.page().top, p.orOne(0));
            // With five parameters it once was mouse tracking by highlight.
            case 'T' -> {
                if (p.count() < 5) {
                    Scrolling.moveDown(state, state.page().top, p.orOne(0));
                }
            }
            case 'X' -> erasing.characters(p.orOne(0));
            case 'Z' -> movement.tabBackward(p.orOne(0));
            case '^' -> Scrolling.moveDown(state, state.page().top, p.orOne(0));
            case 'a' -> movement.by(0, p.orOne(0));
            case 'b' -> printer.repeat(p.orOne(0));
            case 'd' -> movement.toRow(p.orOne(0) - 1);
            case 'e' -> movement.by(p.orOne(0), 0);
            case 'g' -> movement.clearTab(p.get(0));
            case 'h' -> each(p, switches::set);
            case 'l' -> each(p, switches::reset);
            case 'm' -> Rendition.apply(p, state.pen);
            case 'r' -> movement.topAndBottom(p.get(0), p.get(1));
            case 's' -> {
                if (state.on(Mode.LEFT_RIGHT_MARGINS)) {
                    movement.leftAndRight(p.get(0), p.get(1));
                } else {
                    movement.save();
                }
            }
            case 't' -> titles(p.get(0), p.get(1));
            case 'u' -> movement.restore();
            default -> {}
        }
    }

    private void privateSequence(int last, Parameters p) {
        switch (last) {
            case 'J' -> erasing.inDisplay(p.get(0), Erasing.Which.UNPROTECTED);
            case 'K' -> erasing.inLine(p.get(0), Erasing.Which.UNPROTECTED);
            case 'h' -> each(p, switches::setPrivate);
            case 'l' -> each(p, switches::resetPrivate);
            default -> {}
        }
    }

    private static void each(Parameters p, IntConsumer action) {
        for (int i = 0; i < p.count(); i++) {
            action.accept(p.get(i));
        }
    }

    // DECSCA
    private void protect(int number) {
        if (number == 1) {
            state.pen.back |= Packed.PROTECTED;
        } else if (number == 0 || number == 2) {
            state.pen.back &= ~Packed.PROTECTED;
        }
    }

    // Of the window manipulations only these: the others ask, or move a window that is not there.
    private void titles(int what, int which) {
        boolean title = which == 0 || which == 2;
        boolean icon = which == 0 || which == 1;
        if (what == 22 && title) {
            state.titles.keepTitle();
        }
        if (what == 22 && icon) {
            state.titles.keepIcon();
        }
        if (what == 23 && title) {
            state.titles.bringBackTitle();
        }
        if (what == 23 && icon) {
            state.titles.bringBackIcon();
        }
    }

    /// OSC with its text.
    void operatingSystemCommand(String text) {
        state.afterPrint = false;
        osc.run(text);
    }
}
