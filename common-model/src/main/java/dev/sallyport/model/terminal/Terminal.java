package dev.sallyport.model.terminal;

import java.nio.ByteBuffer;

/// A terminal that is fed what a program wrote, and shows the screen that its user saw.
///
/// It understands what programs send to an `xterm-256color`: the VT220 with what xterm added to it, in UTF-8. It never
/// answers, never throws for what it is fed, takes time in proportion to it, and remembers no more than its size and
/// scrollback allow ([State#CELLS_MAX]). The bytes may be split anywhere.
///
/// Not for two threads at once. A [Keyframe] may be handed to another.
///
/// ```
/// Terminal terminal = new Terminal(new Size(80, 24));
/// terminal.feed("\\u001b[1mHello".getBytes(UTF_8));
/// terminal.screen().line(0).text();                       // "Hello"
/// ```
public final class Terminal {
    /// Lines kept of those that scrolled off the screen, where nothing else is said.
    public static final int SCROLLBACK_LINES = 1000;

    /// Most lines that may be asked for; wide screens hold fewer.
    public static final int SCROLLBACK_LINES_MAX = 50_000;

    private final Screen screen;
    private State state;
    private Parser parser;

    public Terminal(Size size) {
        this(size, SCROLLBACK_LINES);
    }

    /// @param scrollbackLines 0 to [#SCROLLBACK_LINES_MAX]
    public Terminal(Size size, int scrollbackLines) {
        if (scrollbackLines < 0 || scrollbackLines > SCROLLBACK_LINES_MAX) {
            throw new IllegalArgumentException(
                    "scrollback lines: "
                            + scrollbackLines
                            + " (expected: 0 to "
                            + SCROLLBACK_LINES_MAX
                            + ")");
        }
        this.state = new State(size, scrollbackLines);
        this.parser = new Parser(new Interpreter(state), new Unfinished());
        this.screen = new Screen(this);
    }

    /// A terminal as it was when the keyframe was taken.
    public static Terminal at(Keyframe keyframe) {
        Terminal terminal = new Terminal(keyframe.size(), 0);
        terminal.restore(keyframe);
        return terminal;
    }

    public void feed(byte[] bytes) {
        parser.feed(bytes, 0, bytes.length);
    }

    /// Takes what remains in the buffer.
    public void feed(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            parser.feed(bytes.array(), from, from + bytes.remaining());
            bytes.position(bytes.limit());
        } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            feed(copy);
        }
    }

    /// What the recorded user's window did; [Reflow] says what becomes of the lines.
    public void resize(Size size) {
        if (!size.equals(state.size)) {
            state.resize(size);
        }
    }

    /// What is seen now. The same object shows what is seen later.
    public Screen screen() {
        return screen;
    }

    /// All of this terminal's state, to go back to. It shares the lines with the terminal until that writes to them, so
    /// that it costs a few microseconds for each thousand lines.
    public Keyframe keyframe() {
        return new Keyframe(
                new State(state, new Lines.Changes()), new Unfinished(parser.unfinished()));
    }

    /// Goes to where a keyframe was taken, of this terminal or another.
    public void restore(Keyframe keyframe) {
        state = new State(keyframe.state, state.changes);
        parser = new Parser(new Interpreter(state), new Unfinished(keyframe.unfinished));
    }

    State state() {
        return state;
    }
}
