package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.postgres.RowDescription.Field;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Name;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What must be known of a target's catalog before a result can be masked.
///
/// @param oids relations, unsigned
/// @param relations names of relations, without their schemas
/// @param functions names of functions, without their schemas
record CatalogLookup(Set<Integer> oids, Set<String> relations, Set<String> functions) {
    CatalogLookup {
        oids = Set.copyOf(oids);
        relations = Set.copyOf(relations);
        functions = Set.copyOf(functions);
    }

    /// What the columns name by OID; and where one is computed, what the statement names.
    static CatalogLookup of(List<Field> fields, List<Action> actions) {
        Set<Integer> oids = new HashSet<>();
        boolean computed = false;
        for (Field field : fields) {
            if (field.tableOid() == 0) {
                computed = true;
            } else {
                oids.add(field.tableOid());
            }
        }
        return computed
                ? new CatalogLookup(oids, relations(actions), functions(actions))
                : ofOids(oids);
    }

    /// What the statement names, for its COPY data, errors and notices.
    static CatalogLookup of(List<Action> actions) {
        return new CatalogLookup(Set.of(), relations(actions), functions(actions));
    }

    static CatalogLookup ofOids(Set<Integer> oids) {
        return new CatalogLookup(oids, Set.of(), Set.of());
    }

    boolean isEmpty() {
        return oids.isEmpty() && relations.isEmpty() && functions.isEmpty();
    }

    private static Set<String> relations(List<Action> actions) {
        Set<String> names = new HashSet<>();
        for (Action action : actions) {
            action.reads().stream().map(Name::name).forEach(names::add);
            action.writes().stream().map(Name::name).forEach(names::add);
        }
        return names;
    }

    private static Set<String> functions(List<Action> actions) {
        Set<String> names = new HashSet<>();
        for (Action action : actions) {
            action.functions().stream().map(Name::name).forEach(names::add);
        }
        return names;
    }
}
