package dev.sallyport.gateway.policy;

import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules and masks that can concern somebody with these roles at this target: what is left to ask of a statement is
/// only what depends on the statement.
///
/// @param rules in the order of the file
/// @param lasts for how long a decision made by these rules holds
record Applicable(
        Set<String> roles, Target target, List<Rule> rules, Masks masks, Variable.Lasts lasts) {
    static Applicable of(
            List<Rule> all, List<MaskEntry> allMasks, Set<String> roles, Target target) {
        List<Rule> rules = all.stream().filter(rule -> rule.appliesTo(roles, target)).toList();
        Masks masks =
                new Masks(
                        allMasks.stream()
                                .filter(mask -> mask.appliesTo(roles, target))
                                .map(MaskEntry::rule)
                                .toList());
        List<Variable> variables = new ArrayList<>();
        rules.forEach(rule -> rule.when().ifPresent(when -> variables.addAll(when.variables())));
        Variable.Lasts lasts = Variable.Lasts.FOR_THE_ACTION;
        for (Variable variable : variables) {
            lasts = variable.lasts.compareTo(lasts) > 0 ? variable.lasts : lasts;
        }
        return new Applicable(roles, target, rules, masks, lasts);
    }

    /// Whether anything could be let through: a rule that allows or holds.
    boolean admits() {
        return rules.stream().anyMatch(rule -> !(rule.verdict() instanceof Rule.Verdict.Deny));
    }
}
