package dev.sallyport.gateway.policy;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Shadow;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.target.Target;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The policy of one file. What can be known before a statement comes (which rules concern these roles at this target)
/// is worked out once, so that deciding is bit arithmetic over a handful of rules.
public final class FilePolicy implements Policy {
    /// Combinations of roles and target kept; beyond it the table is emptied, as working one out anew takes
    /// microseconds.
    private static final int APPLICABLE_MAX = 2048;

    private static final int RECENT_SLOTS = 1 << 8;

    private static final Grounds EMPTY = new Grounds("<empty>", "");

    private final String version;
    private final List<Role> roles;
    private final Applicable.Everything all;
    private final Set<String> shadows;
    private final ConcurrentMap<Asker, Applicable> applicable = new ConcurrentHashMap<>();
    private final DecisionCache decisions = new DecisionCache();

    /// The latest askers by the very objects they came with, as a session asks with the same ones each time: comparing
    /// their content would cost more than the decision.
    private final AtomicReferenceArray<@Nullable Recent> recent =
            new AtomicReferenceArray<>(RECENT_SLOTS);

    private record Asker(Set<String> roles, Target target) {}

    private record Recent(Set<String> roles, Target target, Applicable rules) {}

    FilePolicy(String version, List<Role> roles, Applicable.Everything all) {
        this.version = version;
        this.roles = List.copyOf(roles);
        this.all = all;
        this.shadows =
                all.rules().stream()
                        .filter(Rule::shadow)
                        .map(Rule::id)
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Decision decide(Question question) {
        Applicable mine = applicable(question.who(), question.target());
        Decision known = decisions.get(mine, question.statement());
        if (known != null) {
            return known;
        }
        Decision decision = decide(mine, question);
        if (mine.asIf() != null) {
            decision = watched(decision, decide(mine.asIf(), question));
        }
        decisions.put(mine, question.statement(), decision);
        return decision;
    }

    private static Decision decide(Applicable rules, Question question) {
        Decision decision = null;
        for (Action action : question.statement().actions()) {
            Decision one = Judge.decide(rules, question, action);
            decision = decision == null ? one : decision.and(one);
        }
        return decision == null
                ? new Decision.Allow(List.of(EMPTY), rules.masks(), rules.limits(), null)
                : decision;
    }

    /// The decision, with what the rules in shadow would have made of it beside it.
    private Decision watched(Decision decision, Decision asIf) {
        List<Grounds> theirs =
                asIf.grounds().stream()
                        .filter(grounds -> shadows.contains(grounds.rule()))
                        .toList();
        return theirs.isEmpty() ? decision : decision.with(new Shadow(asIf.verdict(), theirs));
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
    public Limits.Bound sessions(Identity identity, Target target) {
        return applicable(identity, target).sessions();
    }

    @Override
    public String version() {
        return version;
    }

    /// What every rule of the policy made of the question, those that did not match included.
    public Explanation explain(Question question) {
        return Explanation.of(decide(question), all.rules(), question);
    }

    /// All roles that the policy gives.
    public Set<String> roleNames() {
        Set<String> names = new TreeSet<>();
        roles.forEach(role -> names.add(role.name()));
        return Collections.unmodifiableSet(names);
    }

    @SuppressWarnings("ReferenceEquality") // the very same objects, or a look-up by content
    private Applicable applicable(Identity who, Target target) {
        Set<String> held = who.roles();
        int slot =
                (System.identityHashCode(held) * 31 + System.identityHashCode(target))
                        & RECENT_SLOTS - 1;
        Recent latest = recent.get(slot);
        if (latest != null && latest.roles == held && latest.target == target) {
            return latest.rules;
        }
        Applicable found = applicable(new Asker(held, target));
        recent.set(slot, new Recent(held, target, found));
        return found;
    }

    /// The entries on masks, in the order of the file.
    List<MaskEntry> masks() {
        return all.masks();
    }

    private Applicable applicable(Asker asker) {
        Applicable known = applicable.get(asker);
        if (known != null) {
            return known;
        }
        if (applicable.size() >= APPLICABLE_MAX) {
            applicable.clear();
        }
        Applicable worked = Applicable.of(all, asker.roles, asker.target);
        Applicable raced = applicable.putIfAbsent(asker, worked);
        return raced == null ? worked : raced;
    }
}
