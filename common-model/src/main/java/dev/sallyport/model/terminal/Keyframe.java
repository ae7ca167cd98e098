package dev.sallyport.model.terminal;

import org.jspecify.annotations.Nullable;

/// A terminal's state at one moment, to go back to.
///
/// All of it: both screens, the scrollback, every mode, and a sequence of which only the beginning had come. So it may
/// be taken after any byte, and a terminal that goes on from it shows what one shows that was fed from the start. Two
/// keyframes are equal if no later input could show a difference.
///
/// Immutable, and safe to hand to another thread. In memory it shares lines with its terminal and with other
/// keyframes; as bytes it stands alone.
public final class Keyframe {
    final State state;
    final Unfinished unfinished;

    Keyframe(State state, Unfinished unfinished) {
        this.state = state;
        this.unfinished = unfinished;
    }

    public Size size() {
        return state.size;
    }

    /// The form to be kept in a file: its own version first, so that a later one can be told.
    public byte[] toBytes() {
        return new KeyframeWriter().write(this);
    }

    /// Reads what [#toBytes] wrote. The bytes may come from anywhere: what would not be a state that a terminal can be
    /// in is refused.
    ///
    /// @throws MalformedKeyframeException for anything else; says what was found and what was expected
    public static Keyframe fromBytes(byte[] bytes) throws MalformedKeyframeException {
        return new KeyframeReader(bytes).read();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Keyframe keyframe
                && state.same(keyframe.state)
                && unfinished.same(keyframe.unfinished);
    }

    @Override
    public int hashCode() {
        Page page = state.page();
        return 31 * (31 * state.size.hashCode() + page.y) + page.line().hashCode();
    }
}
