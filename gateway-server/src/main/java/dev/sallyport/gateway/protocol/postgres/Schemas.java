package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The schemas in which a relation named without one may be.
///
/// `pg_catalog` and `pg_temp` are searched on every path, and `"$user"` is on the one that policy takes for granted; so
/// they are left out here as they are there.
final class Schemas {
    /// A name without a schema means what policy takes it to mean.
    static final Schemas PUBLIC = new Schemas(Set.of("public"));

    /// Not to be known.
    static final Schemas ANYWHERE = new Schemas(Set.of());

    private static final Set<String> IMPLIED = Set.of("pg_catalog", "pg_temp", "$user", "");

    private final Set<String> names;
    private final boolean arePublic;

    private Schemas(Set<String> names) {
        this.names = names;
        arePublic = names.equals(Set.of("public"));
    }

    /// The schemas in the order of their names, or that they are not known.
    String inWords() {
        return names.isEmpty() ? "not known" : String.join(", ", new TreeSet<>(names));
    }

    /// Whether a name without a schema means what policy takes it to mean.
    boolean arePublic() {
        return arePublic;
    }

    private boolean isAnywhere() {
        return names.isEmpty();
    }

    /// Those of a `search_path`; a path with none but what is implied leaves nothing to go by.
    static Schemas of(List<String> path) {
        Set<String> names = new TreeSet<>(path);
        names.removeAll(IMPLIED);
        return of(names);
    }

    private static Schemas of(Set<String> names) {
        if (names.isEmpty() || names.size() > SCHEMAS_MAX) {
            return ANYWHERE;
        }
        return names.equals(PUBLIC.names) ? PUBLIC : new Schemas(names);
    }

    /// A name that may be in more schemas than this is not followed any further.
    private static final int SCHEMAS_MAX = 16;

    /// Either of both.
    Schemas or(Schemas other) {
        if (equals(other)) {
            return this;
        }
        if (isAnywhere() || other.isAnywhere()) {
            return ANYWHERE;
        }
        Set<String> both = new TreeSet<>(names);
        both.addAll(other.names);
        return of(both);
    }

    /// The action with its relations where they may be; not understood where that is not to be known.
    Action resolve(Action action) {
        if (!hasBareName(action.reads())
                && !hasBareName(action.writes())
                && !hasBareName(action.defines())
                && !hasBareName(action.mentions())) {
            return action;
        }
        boolean known = !isAnywhere();
        EnumSet<Effect> effects = EnumSet.copyOf(action.effects());
        if (!known) {
            effects.add(Effect.UNKNOWN);
        }
        return new Action(
                action.verb(),
                effects,
                resolve(action.reads()),
                resolve(action.writes()),
                resolve(action.defines()),
                resolve(action.mentions()),
                action.functions(),
                action.columns(),
                action.asks(),
                action.unfiltered(),
                known && action.understood());
    }

    private static boolean hasBareName(Set<Name> names) {
        for (Name name : names) {
            if (name.schema() == null) {
                return true;
            }
        }
        return false;
    }

    private Set<Name> resolve(Set<Name> relations) {
        if (isAnywhere() || !hasBareName(relations)) {
            return relations;
        }
        Set<Name> resolved = new HashSet<>();
        for (Name relation : relations) {
            if (relation.schema() != null) {
                resolved.add(relation);
                continue;
            }
            for (String schema : names) {
                // Bare it stays where that is what policy takes it for: a rule that denies may then
                // still think of any schema.
                resolved.add(
                        schema.equals("public") ? relation : new Name(schema, relation.name()));
            }
        }
        return resolved;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Schemas schemas && schemas.names.equals(names));
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }
}
