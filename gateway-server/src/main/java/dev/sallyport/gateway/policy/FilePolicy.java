package dev.sallyport.gateway.policy;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.target.Target;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The policy of one file. What can be known before a statement comes (which rules concern these roles at this target)
/// is worked out once, so that deciding is bit arithmetic over a handful of rules.
public final class FilePolicy implements Policy {
    /// Combinations of roles and target kept; beyond it the table is emptied, as working one out anew takes
    /// microseconds.
    private static final int APPLICABLE_MAX = 2048;

    private static final Grounds EMPTY = new Grounds("<empty>", "");

    private final String version;
    private final List<Role> roles;
    private final List<Rule> rules;
    private final List<MaskEntry> masks;
    private final ConcurrentMap<Asker, Applicable> applicable = new ConcurrentHashMap<>();
    private final DecisionCache decisions = new DecisionCache();

    private record Asker(Set<String> roles, Target target) {}

    FilePolicy(String version, List<Role> roles, List<Rule> rules, List<MaskEntry> masks) {
        this.version = version;
        this.roles = List.copyOf(roles);
        this.rules = List.copyOf(rules);
        this.masks = List.copyOf(masks);
    }

    @Override
    public Decision decide(Question question) {
        Applicable mine = applicable(question.who(), question.target());
        Decision known = decisions.get(mine, question.statement());
        if (known != null) {
            return known;
        }
        Decision decision = null;
        for (Action action : question.statement().actions()) {
            Decision one = Judge.decide(mine, question, action);
            decision = decision == null ? one : decision.and(one);
        }
        if (decision == null) {
            decision = new Decision.Allow(List.of(EMPTY), mine.masks());
        }
        decisions.put(mine, question.statement(), decision);
        return decision;
    }

    @Override
    public Set<String> rolesOf(Identity identity) {
        Set<String> held = new TreeSet<>();
        for (Role role : roles) {
            if (role.isOf(identity)) {
                held.add(role.name());
            }
        }
        return Collections.unmodifiableSet(held);
    }

    @Override
    public boolean admits(Identity identity, Target target) {
        return applicable(identity, target).admits();
    }

    @Override
    public boolean mayMask(Identity identity, Target target) {
        return !applicable(identity, target).masks().isEmpty();
    }

    @Override
    public String version() {
        return version;
    }

    /// What every rule of the policy made of the question, those that did not match included.
    public Explanation explain(Question question) {
        return Explanation.of(decide(question), rules, question);
    }

    /// All roles that the policy gives.
    public Set<String> roleNames() {
        Set<String> names = new TreeSet<>();
        roles.forEach(role -> names.add(role.name()));
        return Collections.unmodifiableSet(names);
    }

    /// The targets that rules and masks name outright, for a check against those that are configured.
    public Set<String> targetNames() {
        Set<String> names = new TreeSet<>();
        rules.forEach(rule -> names.addAll(rule.targets().names()));
        masks.forEach(mask -> names.addAll(mask.targets().names()));
        return Collections.unmodifiableSet(names);
    }

    /// In the order of the file.
    List<MaskEntry> masks() {
        return masks;
    }

    private Applicable applicable(Identity who, Target target) {
        Asker asker = new Asker(who.roles(), target);
        Applicable known = applicable.get(asker);
        if (known != null) {
            return known;
        }
        if (applicable.size() >= APPLICABLE_MAX) {
            applicable.clear();
        }
        Applicable worked = Applicable.of(rules, masks, who.roles(), target);
        Applicable raced = applicable.putIfAbsent(asker, worked);
        return raced == null ? worked : raced;
    }
}
