package dev.sallyport.model.statement;

import org.jspecify.annotations.Nullable;

/// A relation's or function's name as the statement wrote it, folded as the server folds it, quotes removed.
///
/// @param schema the schema where the text names one (with the database before it, where that stands there), else null
public record Name(@Nullable String schema, String name) implements Comparable<Name> {
    public static Name of(String name) {
        return new Name(null, name);
    }

    @Override
    public int compareTo(Name other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
