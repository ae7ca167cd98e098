package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Spot;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import dev.sallyport.model.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One entry of a policy's `rules`.
///
/// @param who roles, of which the person needs one; empty for anybody identified
/// @param relations empty for no constraint
/// @param functions empty for no constraint
/// @param unfiltered what the action's `unfiltered` must be; empty for no constraint
/// @param limits on what it lets pass
/// @param shadow whether it only watches: it decides nothing, and what it would have done is recorded
record Rule(
        String id,
        Spot spot,
        Set<String> who,
        TargetSelector targets,
        EffectSet effects,
        List<NamePattern> relations,
        List<NamePattern> functions,
        Optional<Boolean> unfiltered,
        Optional<Condition> when,
        Verdict verdict,
        Limits limits,
        boolean shadow) {
    /// What the rule says when it matches.
    sealed interface Verdict {
        /// @param says for the person; may be empty
        record Allow(String says) implements Verdict {}

        record Deny(String says) implements Verdict {}

        record Approve(ApprovalTerms terms, String says) implements Verdict {}
    }

    boolean appliesTo(Set<String> roles, Target target) {
        return isFor(roles) && targets.fits(target);
    }

    boolean isFor(Set<String> roles) {
        return who.isEmpty() || who.stream().anyMatch(roles::contains);
    }

    /// Whether the action has anything to do with this rule, by what is known of it: what denies or holds asks so. One
    /// effect and one relation are enough.
    boolean touches(Action action, EffectSet does) {
        return !effects.and(does).isEmpty()
                && isUnfilteredAsWanted(action)
                && touchesRelation(action)
                && touchesFunction(action);
    }

    /// Whether the rule must be taken to be meant because the action is not understood and the rule names `unknown` (a
    /// deny of `*` does): nobody can say which relations and functions that action is about.
    boolean touchesUnseen(Action action) {
        return !action.understood() && effects.has(Effect.UNKNOWN);
    }

    boolean touchesRelation(Action action) {
        return relations.isEmpty()
                || anyMay(relations, action.reads())
                || anyMay(relations, action.writes())
                || anyMay(relations, action.defines())
                || anyMay(relations, action.mentions());
    }

    boolean touchesFunction(Action action) {
        return functions.isEmpty() || anyMay(functions, action.functions());
    }

    /// Whether the rule vouches for the action, as far as its effects go: what allows asks so. Every relation and every
    /// function must be covered, and all of them must be known.
    boolean covers(Action action, EffectSet does) {
        return !effects.and(does).isEmpty()
                && coversUnfiltered(action)
                && coversRelations(action)
                && coversFunctions(action);
    }

    boolean coversRelations(Action action) {
        return relations.isEmpty()
                || (action.understood()
                        && allSurely(relations, action.reads())
                        && allSurely(relations, action.writes())
                        && allSurely(relations, action.defines())
                        && allSurely(relations, action.mentions()));
    }

    boolean coversFunctions(Action action) {
        return functions.isEmpty()
                || (action.understood() && allSurely(functions, action.functions()));
    }

    boolean coversUnfiltered(Action action) {
        return unfiltered.isEmpty() || (action.understood() && isUnfilteredAsWanted(action));
    }

    boolean isUnfilteredAsWanted(Action action) {
        return unfiltered.isEmpty() || unfiltered.get() == action.unfiltered();
    }

    private static boolean anyMay(List<NamePattern> patterns, Set<Name> names) {
        for (Name name : names) {
            for (NamePattern pattern : patterns) {
                if (pattern.mayMean(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean allSurely(List<NamePattern> patterns, Set<Name> names) {
        for (Name name : names) {
            boolean covered = false;
            for (NamePattern pattern : patterns) {
                covered |= pattern.surelyMeans(name);
            }
            if (!covered) {
                return false;
            }
        }
        return true;
    }
}
