package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import java.util.List;

/// @param parts in the text's order; empty where the text holds only blanks, comments and semicolons
/// @param actions the parts' actions
/// What a text of SQL does: one part for each statement in it.
public record SqlText(List<Part> parts, List<Action> actions) {
    public SqlText {
        parts = List.copyOf(parts);
        actions = List.copyOf(actions);
        if (parts.size() != actions.size()) {
            throw new IllegalArgumentException(
                    "actions: " + actions.size() + " (expected: " + parts.size() + ")");
        }
    }

    public SqlText(List<Part> parts) {
        this(
                parts,
                parts.size() == 1
                        ? List.of(parts.getFirst().action())
                        : parts.stream().map(Part::action).toList());
    }

    /// A text of one statement that was not read here, such as one behind a name.
    public static SqlText of(Action action) {
        return new SqlText(List.of(new Part(action, new SessionChange.None())));
    }
}
