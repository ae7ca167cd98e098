package dev.sallyport.gateway.gate;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Statement;
import java.util.List;

/// What a statement does, in words, remembering the last one: pipelines repeat themselves, and the reader gives the same
/// list of actions for the same text.
final class InWords {
    private List<Action> lastActions = List.of();
    private String lastWords = "";

    @SuppressWarnings(
            "ReferenceEquality") // the same list means the same text; comparing its content costs
    // more than it saves
    String of(Statement statement) {
        if (statement.actions() != lastActions) {
            lastWords = dev.sallyport.model.statement.InWords.of(statement);
            lastActions = statement.actions();
        }
        return lastWords;
    }
}
