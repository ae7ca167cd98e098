package dev.sallyport.gateway.policy;

import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.target.Target;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules, masks and limits that can concern somebody with these roles at this target: what is left to ask of a
/// statement is only what depends on the statement.
///
/// @param rules in the order of the file
/// @param limits that hold whatever rule lets a statement pass
/// @param sessions how many sessions one identity may have here at once
/// @param lasts for how long a decision made by these rules holds
/// @param asIf the same with those rules that only watch; null where there is none
record Applicable(
        Set<String> roles,
        Target target,
        List<Rule> rules,
        Masks masks,
        Limits limits,
        Limits.Bound sessions,
        Variable.Lasts lasts,
        @Nullable Applicable asIf) {
    static Applicable of(Everything all, Set<String> roles, Target target) {
        List<Rule> rules =
                all.rules().stream().filter(rule -> rule.appliesTo(roles, target)).toList();
        Masks masks =
                new Masks(
                        all.masks().stream()
                                .filter(mask -> mask.appliesTo(roles, target))
                                .map(MaskEntry::rule)
                                .toList());
        Limits limits = Limits.NONE;
        Limits.Bound sessions = Limits.Bound.NONE;
        for (LimitEntry entry : all.limits()) {
            if (entry.appliesTo(roles, target)) {
                limits = limits.and(entry.limits());
                sessions = sessions.and(entry.sessions());
            }
        }
        // What watches is recorded with the decision, so the decision lasts no longer than it.
        Variable.Lasts lasts = lasts(rules);
        Applicable everything =
                new Applicable(roles, target, rules, masks, limits, sessions, lasts, null);
        List<Rule> inForce = rules.stream().filter(rule -> !rule.shadow()).toList();
        return inForce.size() == rules.size()
                ? everything
                : new Applicable(
                        roles, target, inForce, masks, limits, sessions, lasts, everything);
    }

    /// All that a policy says.
    record Everything(List<Rule> rules, List<MaskEntry> masks, List<LimitEntry> limits) {
        Everything {
            rules = List.copyOf(rules);
            masks = List.copyOf(masks);
            limits = List.copyOf(limits);
        }
    }

    /// Whether anything could be let through: a rule that allows or holds.
    boolean admits() {
        return rules.stream().anyMatch(rule -> !(rule.verdict() instanceof Rule.Verdict.Deny));
    }

    private static Variable.Lasts lasts(List<Rule> rules) {
        Variable.Lasts lasts = Variable.Lasts.FOR_THE_ACTION;
        for (Rule rule : rules) {
            if (rule.when().isPresent()) {
                for (Variable variable : rule.when().get().variables()) {
                    lasts = variable.lasts.compareTo(lasts) > 0 ? variable.lasts : lasts;
                }
            }
        }
        return lasts;
    }
}
