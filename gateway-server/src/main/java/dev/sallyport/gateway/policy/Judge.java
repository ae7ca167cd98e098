package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.policy.Condition.Outcome;
import dev.sallyport.gateway.policy.Rule.Verdict;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides one action by the rules that apply: deny before approve before allow before nothing, which is a deny too.
///
/// A deny or an approve matches when it may be meant (one effect, one relation); an action is let through only if every
/// one of its effects is surely covered. A condition that cannot be evaluated never helps to let something through.
final class Judge {
    private static final String UNSEEN = "what is not understood may be this: ";

    private Judge() {}

    static Decision decide(Applicable rules, Question question, Action action) {
        EffectSet does = EffectSet.of(action.effects());
        List<Grounds> denials = new ArrayList<>(2);
        List<Grounds> unseen = new ArrayList<>(2);
        List<Grounds> approvals = new ArrayList<>(2);
        List<Grounds> allowances = new ArrayList<>(2);
        @Nullable ApprovalTerms terms = null;
        EffectSet covered = EffectSet.NONE;
        Limits limits = rules.limits();
        for (Rule rule : rules.rules()) {
            switch (rule.verdict()) {
                case Verdict.Deny deny -> {
                    boolean touched = rule.touches(action, does);
                    if (touched || rule.touchesUnseen(action)) {
                        String says = touched ? deny.says() : UNSEEN + deny.says();
                        List<Grounds> among = touched ? denials : unseen;
                        switch (outcome(rule, question, action)) {
                            case Outcome.Holds() -> among.add(new Grounds(rule.id(), says));
                            case Outcome.Failed(String why) ->
                                    among.add(new Grounds(rule.id(), failed(why)));
                            case Outcome.HoldsNot() -> {}
                        }
                    }
                }
                case Verdict.Approve approve -> {
                    if (rule.touches(action, does) || rule.touchesUnseen(action)) {
                        Outcome outcome = outcome(rule, question, action);
                        if (!(outcome instanceof Outcome.HoldsNot)) {
                            limits = limits.and(rule.limits());
                            terms = terms == null ? approve.terms() : terms.and(approve.terms());
                            approvals.add(
                                    new Grounds(
                                            rule.id(),
                                            outcome instanceof Outcome.Failed(String why)
                                                    ? failed(why)
                                                    : approve.says()));
                        }
                        if (outcome instanceof Outcome.Holds && rule.covers(action, does)) {
                            covered = covered.or(rule.effects());
                        }
                    }
                }
                case Verdict.Allow allow -> {
                    if (rule.covers(action, does)
                            && outcome(rule, question, action) instanceof Outcome.Holds) {
                        covered = covered.or(rule.effects());
                        limits = limits.and(rule.limits());
                        allowances.add(new Grounds(rule.id(), allow.says()));
                    }
                }
            }
        }
        if (!denials.isEmpty()) {
            return new Decision.Deny(denials);
        }
        EffectSet missing = does.without(covered);
        if (!missing.isEmpty()) {
            return new Decision.Deny(uncovered(rules, action, missing));
        }
        if (!unseen.isEmpty()) {
            return new Decision.Deny(unseen);
        }
        return terms == null
                ? new Decision.Allow(allowances, rules.masks(), limits, null)
                : new Decision.NeedApproval(approvals, rules.masks(), limits, terms, null);
    }

    static Outcome outcome(Rule rule, Question question, Action action) {
        return rule.when().isEmpty()
                ? new Outcome.Holds()
                : rule.when().get().evaluate(question, action);
    }

    private static String failed(String why) {
        return "its condition could not be evaluated, so it counts as matched: " + why;
    }

    private static List<Grounds> uncovered(Applicable rules, Action action, EffectSet missing) {
        List<Grounds> grounds = new ArrayList<>(2);
        if (missing.has(Effect.UNKNOWN)) {
            grounds.add(
                    new Grounds(
                            "<not-understood>",
                            "what "
                                    + action.verb()
                                    + " does cannot be told from its text, and no rule that applies names"
                                    + " 'unknown'; write it as plain SQL, or ask for a rule that names it"));
        }
        EffectSet rest = missing.without(Effect.UNKNOWN);
        if (!rest.isEmpty()) {
            String who =
                    rules.roles().isEmpty()
                            ? "somebody without a role"
                            : "role " + String.join(", ", new TreeSet<>(rules.roles()));
            grounds.add(
                    new Grounds(
                            "<default>",
                            "no rule lets "
                                    + who
                                    + " do this: "
                                    + rest.inWords()
                                    + relations(action)
                                    + " at "
                                    + rules.target().name()));
        }
        return grounds;
    }

    private static String relations(Action action) {
        Set<Name> all = new TreeSet<>(action.reads());
        all.addAll(action.writes());
        all.addAll(action.defines());
        all.addAll(action.mentions());
        if (all.isEmpty()) {
            return "";
        }
        List<String> first = all.stream().limit(5).map(Name::toString).toList();
        return " of "
                + String.join(", ", first)
                + (all.size() > 5 ? " and " + (all.size() - 5) + " more" : "");
    }
}
