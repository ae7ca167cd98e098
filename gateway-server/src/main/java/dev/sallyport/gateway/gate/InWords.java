package dev.sallyport.gateway.gate;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import dev.sallyport.model.statement.Statement;
import java.util.List;
import java.util.Set;

/// Says what a statement does, for people and recordings: `ALTER TABLE: alter; defines public.orders`.
final class InWords {
    /// The words for the last statement, kept because pipelines repeat themselves: the reader gives the same list of
    /// actions for the same text.
    private List<Action> lastActions = List.of();

    private String lastWords = "";

    String of(Statement statement) {
        if (statement.actions() != lastActions) {
            lastWords = describe(statement.actions());
            lastActions = statement.actions();
        }
        return lastWords;
    }

    private static String describe(List<Action> actions) {
        StringBuilder words = new StringBuilder();
        for (Action action : actions) {
            if (!words.isEmpty()) {
                words.append(" | ");
            }
            words.append(action.verb()).append(": ");
            String separator = "";
            for (Effect effect : action.effects()) {
                words.append(separator).append(effect.word());
                separator = ", ";
            }
            names(words, "reads", action.reads());
            names(words, "writes", action.writes());
            names(words, "defines", action.defines());
            names(words, "calls", action.functions());
            if (action.unfiltered()) {
                words.append("; without WHERE");
            }
        }
        return words.toString();
    }

    private static void names(StringBuilder words, String what, Set<Name> names) {
        if (!names.isEmpty()) {
            words.append("; ").append(what).append(' ');
            String separator = "";
            for (Name name : names) {
                words.append(separator).append(name);
                separator = ", ";
            }
        }
    }
}
