package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import org.jspecify.annotations.Nullable;

/// One statement of a text.
///
/// @param action what it does
/// @param change what it changes in the session for the statements after it
/// @param executes the name of the prepared statement it executes, also inside EXPLAIN or CREATE TABLE AS; null where
///     it executes none
public record Part(Action action, SessionChange change, @Nullable String executes) {
    public Part(Action action, SessionChange change) {
        this(action, change, null);
    }
}
