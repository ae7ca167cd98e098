package dev.sallyport.model.statement;

import java.util.Set;

/// Says in one line what a statement does, for approvers, recordings and lists: what the reader understood, no more.
public final class InWords {
    /// How many characters the line has at most; what does not fit ends in `…`.
    public static final int CHARS_MAX = 1_000;

    private InWords() {}

    /// For instance `ALTER TABLE: alter; defines public.orders` or `DELETE: delete; writes orders; without WHERE`.
    public static String of(Statement statement) {
        // No streams: this is done for every statement that is recorded.
        StringBuilder words = new StringBuilder(64);
        for (Action action : statement.actions()) {
            if (!words.isEmpty()) {
                words.append(" | ");
            }
            add(action, words);
            if (words.length() > CHARS_MAX) {
                words.setLength(CHARS_MAX - 1);
                return words.append('…').toString();
            }
        }
        return words.toString();
    }

    private static void add(Action action, StringBuilder words) {
        words.append(action.verb()).append(": ");
        String separator = "";
        for (Effect effect : action.effects()) {
            words.append(separator).append(effect.word());
            separator = ", ";
        }
        add("; reads ", action.reads(), words);
        add("; writes ", action.writes(), words);
        add("; defines ", action.defines(), words);
        add("; mentions ", action.mentions(), words);
        add("; calls ", action.functions(), words);
        if (action.unfiltered()) {
            words.append("; without WHERE");
        }
        if (!action.understood()) {
            words.append("; not fully understood");
        }
    }

    private static void add(String verb, Set<Name> names, StringBuilder words) {
        String separator = verb;
        for (Name name : names) {
            words.append(separator);
            if (name.schema() != null) {
                words.append(name.schema()).append('.');
            }
            words.append(name.name());
            separator = ", ";
            if (words.length() > CHARS_MAX) {
                return;
            }
        }
    }
}
