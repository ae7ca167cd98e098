package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Whether masked values could be behind what a statement shows without naming a column: an expression, a COPY, an
/// error. It says yes rather too often than once too seldom.
public final class Reach {
    /// What these run or show was written elsewhere.
    private static final Set<Effect> ELSEWHERE =
            EnumSet.of(Effect.UNKNOWN, Effect.EXECUTE, Effect.CALL, Effect.DO, Effect.FASTPATH);

    private final MaskedColumns masked;
    private final Lineage lineage;
    private final boolean nothingMasked;

    public Reach(Masks masks, Lineage lineage) {
        this.masked = new MaskedColumns(masks);
        this.lineage = lineage;
        this.nothingMasked = !masks.hasColumns();
    }

    /// Whether a computed column of one of these may hold a masked value.
    ///
    /// It may not where every column that the statement refers to is known, and none of them masked, in every relation
    /// that has masked ones. A reference that could also be a row as a whole, an alias or a function in the guise of a
    /// column is not known. For this to hold, the reader must report `*` wherever columns come without being named, or
    /// by a name of the statement's own: for `TABLE t`, NATURAL joins and alias lists such as `t AS u(a, b)`.
    public boolean intoExpressions(List<Action> actions) {
        return actions.stream().anyMatch(action -> reaches(action, List.copyOf(action.columns())));
    }

    /// Whether one of these may touch a masked column at all, as its COPY data, errors and notices may then show it.
    public boolean intoAnything(List<Action> actions) {
        return actions.stream().anyMatch(action -> reaches(action, List.of("*")));
    }

    /// Whether one of these is a COPY to the client that may touch a masked column. Its data come without origins, so
    /// under masks such a COPY is to be refused.
    public boolean intoCopy(List<Action> actions) {
        return actions.stream().anyMatch(action -> action.effects().contains(Effect.COPY_OUT))
                && intoAnything(actions);
    }

    private boolean reaches(Action action, List<String> references) {
        if (nothingMasked) {
            return false;
        }
        if (!action.understood() || !isWrittenHere(action)) {
            return true;
        }
        for (Name function : action.functions()) {
            if (!lineage.isTransparent(function)) {
                return true;
            }
        }
        List<Lineage.Relation> withMasked = new ArrayList<>();
        for (Set<Name> names : List.of(action.reads(), action.writes())) {
            for (Name name : names) {
                List<Lineage.Relation> relations = lineage.relations(name);
                if (relations == null) {
                    return true;
                }
                for (Lineage.Relation relation : relations) {
                    if (relation.columns().values().stream().anyMatch(masked::isMasked)) {
                        withMasked.add(relation);
                    }
                }
            }
        }
        return withMasked.stream()
                .anyMatch(relation ->
                        references.stream()
                                .anyMatch(reference -> !isUnmaskedColumn(relation, reference)));
    }

    /// FETCH shows what DECLARE asked, EXECUTE what PREPARE did.
    private static boolean isWrittenHere(Action action) {
        String verb = action.verb().toUpperCase(Locale.ROOT);
        return action.effects().stream().noneMatch(ELSEWHERE::contains)
                && !verb.startsWith("FETCH")
                && !verb.startsWith("EXECUTE");
    }

    private boolean isUnmaskedColumn(Lineage.Relation relation, String reference) {
        String column = reference.substring(reference.lastIndexOf('.') + 1).replace("\"", "");
        Origin origin = relation.columns().get(column);
        return origin != null && !masked.isMasked(origin);
    }
}
