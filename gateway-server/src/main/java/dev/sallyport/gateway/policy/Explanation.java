package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.policy.Condition.Outcome;
import dev.sallyport.gateway.policy.Rule.Verdict;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.List;

/// A decision, and what every rule had to do with it: for people who write policy, never on the way of a statement.
///
/// @param actions in the order of the statement's text
public record Explanation(Decision decision, List<OfAction> actions) {
    public Explanation {
        actions = List.copyOf(actions);
    }

    /// One action, and each rule of the policy in the order of the file.
    public record OfAction(Action action, List<Finding> findings) {
        public OfAction {
            findings = List.copyOf(findings);
        }
    }

    /// What one rule made of one action.
    ///
    /// @param verdict what the rule says when it matches: `allow`, `deny` or `approve`
    /// @param line of the file
    /// @param shadow whether the rule only watches
    /// @param misses the conditions that did not hold, in words; empty for a rule that matched
    public record Finding(
            String rule, String verdict, int line, boolean shadow, List<String> misses) {
        public Finding {
            misses = List.copyOf(misses);
        }

        public boolean isMatch() {
            return misses.isEmpty();
        }

        /// Whether only one condition stood between this rule and the action.
        public boolean isNearMiss() {
            return misses.size() == 1;
        }
    }

    static Explanation of(Decision decision, List<Rule> rules, Question question) {
        return new Explanation(
                decision,
                question.statement().actions().stream()
                        .map(action ->
                                new OfAction(
                                        action,
                                        rules.stream()
                                                .map(rule -> finding(rule, question, action))
                                                .toList()))
                        .toList());
    }

    private static Finding finding(Rule rule, Question question, Action action) {
        List<String> misses = new ArrayList<>();
        EffectSet does = EffectSet.of(action.effects());
        if (!rule.isFor(question.who().roles())) {
            misses.add("who: needs " + String.join(" or ", rule.who()));
        }
        if (!rule.targets().fits(question.target())) {
            misses.add(
                    "targets: speaks of "
                            + rule.targets()
                            + ", not of "
                            + question.target().name());
        }
        if (rule.effects().and(does).isEmpty()) {
            misses.add(
                    "effects: speaks of "
                            + rule.effects().inWords()
                            + ", not of "
                            + does.inWords());
        }
        boolean allows = rule.verdict() instanceof Verdict.Allow;
        boolean matchesAnyway =
                !allows && !action.understood() && rule.effects().has(Effect.UNKNOWN);
        if (!matchesAnyway) {
            if (allows ? !rule.coversRelations(action) : !rule.touchesRelation(action)) {
                misses.add(
                        "relations: " + (allows ? "not all are covered" : "none of them is meant"));
            }
            if (allows ? !rule.coversFunctions(action) : !rule.touchesFunction(action)) {
                misses.add(
                        "functions: " + (allows ? "not all are covered" : "none of them is meant"));
            }
            if (allows ? !rule.coversUnfiltered(action) : !rule.isUnfilteredAsWanted(action)) {
                misses.add(
                        "unfiltered: the statement "
                                + (action.unfiltered()
                                        ? "has an UPDATE or DELETE without WHERE"
                                        : "is not so"));
            }
        }
        switch (Judge.outcome(rule, question, action)) {
            case Outcome.Holds() -> {}
            case Outcome.HoldsNot() -> misses.add("when: the condition does not hold");
            case Outcome.Failed(String why) -> {
                if (allows) {
                    misses.add("when: could not be evaluated: " + why);
                }
            }
        }
        return new Finding(
                rule.id(), word(rule.verdict()), rule.spot().line(), rule.shadow(), misses);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> "allow";
            case Verdict.Deny deny -> "deny";
            case Verdict.Approve approve -> "approve";
        };
    }
}
