package dev.sallyport.model.terminal;

/// What has come so far of a sequence or a character that is not yet complete.
final class Unfinished {
    /// UTF-16 units kept of an operating system command; a longer one is not run.
    static final int TEXT_MAX = 4096;

    /// More intermediates than any sequence has that is known.
    static final int TOO_MANY = 0x10000;

    int state = Transitions.GROUND;

    /// Prefix and intermediates, 8 bits each, the first one highest.
    int collected;

    final Parameters parameters = new Parameters();
    final StringBuilder text = new StringBuilder();
    final Utf8 utf8;

    Unfinished() {
        utf8 = new Utf8();
    }

    Unfinished(Unfinished other) {
        state = other.state;
        collected = other.collected;
        parameters.set(other.parameters);
        text.append(other.text);
        utf8 = new Utf8(other.utf8);
    }

    void clear() {
        collected = 0;
        parameters.clear();
    }

    void collect(int c) {
        collected = collected > 0xFF ? TOO_MANY : (collected << 8) | c;
    }

    void append(int codePoint) {
        if (text.length() <= TEXT_MAX) {
            text.appendCodePoint(codePoint);
        }
    }

    boolean textFits() {
        return text.length() <= TEXT_MAX;
    }

    /// Whether [#collected] tells anything.
    boolean collecting() {
        return state != Transitions.GROUND
                && state != Transitions.OSC
                && state != Transitions.STRING;
    }

    /// Whether [#parameters] tell anything.
    boolean hasParameters() {
        return state >= Transitions.CSI_ENTRY && state <= Transitions.CSI_IGNORE;
    }

    boolean same(Unfinished other) {
        return state == other.state
                && (!collecting() || collected == other.collected)
                && (!hasParameters() || parameters.same(other.parameters))
                && text.compareTo(other.text) == 0
                && utf8.same(other.utf8);
    }
}
