package dev.sallyport.model.control;

import java.util.Locale;

/// What a session is doing at the moment.
///
/// In the order in which a session goes through them.
public enum SessionState {
    /// The target is being reached, or asks for its own login.
    CONNECTING,
    /// Nothing is asked.
    IDLE,
    /// A statement is with the target.
    RUNNING,
    /// A statement waits for approval.
    HELD,
    /// It ends: what was written is being flushed.
    CLOSING;

    /// The name as the control API writes it: `held`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The state of this word, as [#word()] gives it.
    ///
    /// @throws IllegalArgumentException where no state has that name
    public static SessionState ofWord(String word) {
        for (SessionState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "session state: "
                        + word
                        + " (expected: connecting, idle, running, held or closing)");
    }
}
