package dev.sallyport.gateway.masking;

import dev.sallyport.model.statement.Name;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a target's catalog tells of the names in a statement: whose values can be reached through them.
public interface Lineage {
    /// A target of which nothing is known.
    Lineage UNKNOWN =
            new Lineage() {
                @Override
                public @Nullable List<Relation> relations(Name name) {
                    return null;
                }

                @Override
                public boolean isTransparent(Name function) {
                    return false;
                }
            };

    /// All relations that the name may mean: in any schema, where it names none.
    ///
    /// @return null where that is not known, also for a name that no relation has: it may be one which only the
    ///     session's own transaction sees
    @Nullable List<Relation> relations(Name name);

    /// Whether a function of this name is known to show nothing but what it is given.
    boolean isTransparent(Name function);

    /// A relation's columns, each with its origin.
    record Relation(String schema, String name, Map<String, Origin> columns) {
        public Relation {
            columns = Map.copyOf(columns);
        }
    }
}
