package dev.sallyport.model.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says in one line what a statement does, for approvers, recordings and lists: what the reader understood, no more.
public final class InWords {
    /// How many characters the line has at most; what does not fit ends in `…`.
    public static final int CHARS_MAX = 1_000;

    private InWords() {}

    /// For instance `ALTER TABLE: alter; defines public.orders` or `DELETE: delete; writes orders; without WHERE`.
    public static String of(Statement statement) {
        String all =
                statement.actions().stream().map(InWords::of).collect(Collectors.joining(" | "));
        return all.length() <= CHARS_MAX ? all : all.substring(0, CHARS_MAX - 1) + "…";
    }

    private static String of(Action action) {
        List<String> parts = new ArrayList<>();
        parts.add(
                action.effects().stream()
                        .map(Effect::word)
                        .collect(Collectors.joining(", ", action.verb() + ": ", "")));
        name("reads", action.reads(), parts);
        name("writes", action.writes(), parts);
        name("defines", action.defines(), parts);
        name("calls", action.functions(), parts);
        if (action.unfiltered()) {
            parts.add("without WHERE");
        }
        if (!action.understood()) {
            parts.add("not fully understood");
        }
        return String.join("; ", parts);
    }

    private static void name(String verb, Set<Name> names, List<String> parts) {
        if (!names.isEmpty()) {
            parts.add(
                    verb
                            + " "
                            + names.stream().map(Name::toString).collect(Collectors.joining(", ")));
        }
    }
}
