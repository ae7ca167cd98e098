package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Whether statements ask about columns that may not be asked about: who may filter by a value, or sort by it, learns it
/// bit by bit without ever seeing it.
public final class Questions {
    /// What these run was written elsewhere. What EXECUTE runs is given beside it.
    private static final Set<Effect> ELSEWHERE =
            EnumSet.of(Effect.UNKNOWN, Effect.CALL, Effect.DO, Effect.FASTPATH);

    private final Masks denied;
    private final MaskedColumns masked;
    private final Lineage lineage;

    public Questions(Masks masks, Lineage lineage) {
        this.denied =
                new Masks(
                        masks.rules().stream()
                                .filter(rule -> rule.predicates() == MaskRule.Predicates.DENIED)
                                .toList());
        this.masked = new MaskedColumns(denied);
        this.lineage = lineage;
    }

    /// Whether one of these may ask about such a column: yes, unless it is certain that it does not.
    ///
    /// @param actions with those that are prepared elsewhere and executed here
    public boolean mayBeAsked(List<Action> actions) {
        return !denied.isEmpty() && actions.stream().anyMatch(this::mayAsk);
    }

    private boolean mayAsk(Action action) {
        if (!action.understood() || action.effects().stream().anyMatch(ELSEWHERE::contains)) {
            return true;
        }
        for (Name function : action.functions()) {
            if (!lineage.isTransparent(function)) {
                return true;
            }
        }
        return !action.asks().isEmpty()
                && (mayAskAbout(action, action.reads()) || mayAskAbout(action, action.writes()));
    }

    private boolean mayAskAbout(Action action, Set<Name> relations) {
        for (Name name : relations) {
            List<Lineage.Relation> known = lineage.relations(name);
            if (known == null) {
                return true;
            }
            for (Lineage.Relation relation : known) {
                boolean hasMasked = relation.columns().values().stream().anyMatch(masked::isMasked);
                if (hasMasked && !areOthers(action, relation)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether all that is asked about is something else than this relation's masked columns: another column of it, or a
    /// column that another relation has and this one has not.
    private boolean areOthers(Action action, Lineage.Relation relation) {
        for (String reference : action.asks()) {
            String column = reference.substring(reference.lastIndexOf('.') + 1);
            Origin origin = relation.columns().get(column);
            if (origin == null ? !isKnown(action, column) : masked.isMasked(origin)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(Action action, String column) {
        return isColumnOf(action.reads(), column) || isColumnOf(action.writes(), column);
    }

    private boolean isColumnOf(Set<Name> relations, String column) {
        for (Name name : relations) {
            List<Lineage.Relation> known = lineage.relations(name);
            if (known != null
                    && known.stream().anyMatch(each -> each.columns().containsKey(column))) {
                return true;
            }
        }
        return false;
    }
}
