package dev.sallyport.model.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whose word a held statement needs, and for how long it may wait for it.
///
/// @param fromRoles who may answer: somebody who holds at least one role of each set; never the person who asks.
///     One rule gives one set; two rules that both want approval give two
/// @param people how many different people must say yes, at least 1
/// @param waitMax how long the statement is held before the answer is no
/// @param reasonRequired whether an answer without a reason is not taken
/// @param holds how often the answer counts
public record ApprovalTerms(
        List<Set<String>> fromRoles,
        int people,
        Duration waitMax,
        boolean reasonRequired,
        Holds holds) {
    /// Terms under which an answer counts once.
    public ApprovalTerms(
            List<Set<String>> fromRoles, int people, Duration waitMax, boolean reasonRequired) {
        this(fromRoles, people, waitMax, reasonRequired, Holds.ONCE);
    }

    public ApprovalTerms {
        if (people < 1) {
            throw new IllegalArgumentException("people: " + people + " (expected: 1 or more)");
        }
        if (fromRoles.isEmpty() || fromRoles.stream().anyMatch(Set::isEmpty)) {
            throw new IllegalArgumentException(
                    "fromRoles: " + fromRoles + " (expected: at least one role in each set)");
        }
        fromRoles =
                fromRoles.stream()
                        .map(set -> Collections.unmodifiableSet(new TreeSet<>(set)))
                        .collect(Collectors.toUnmodifiableList());
    }

    /// Terms of one rule: any one of these roles may answer.
    public static ApprovalTerms from(
            Set<String> roles, int people, Duration waitMax, boolean reasonRequired) {
        return new ApprovalTerms(List.of(roles), people, waitMax, reasonRequired);
    }

    /// The same terms, with an answer that counts as often as this says.
    public ApprovalTerms holding(Holds newHolds) {
        return new ApprovalTerms(fromRoles, people, waitMax, reasonRequired, newHolds);
    }

    /// Whether somebody with these roles may answer.
    public boolean mayAnswer(Set<String> roles) {
        return fromRoles.stream().allMatch(set -> set.stream().anyMatch(roles::contains));
    }

    /// Terms as strict as both: whoever answers must satisfy both, more people, the shorter wait, the answer that holds
    /// for less.
    public ApprovalTerms and(ApprovalTerms other) {
        Set<Set<String>> sets = new LinkedHashSet<>(fromRoles);
        sets.addAll(other.fromRoles);
        return new ApprovalTerms(
                List.copyOf(sets),
                Math.max(people, other.people),
                waitMax.compareTo(other.waitMax) < 0 ? waitMax : other.waitMax,
                reasonRequired || other.reasonRequired,
                holds.and(other.holds));
    }

    /// The roles as people read them: `dba`, `dba or lead`, `(dba or lead) and security`.
    public String rolesInWords() {
        return fromRoles.stream()
                .map(set ->
                        set.size() > 1 && fromRoles.size() > 1
                                ? "(" + String.join(" or ", set) + ")"
                                : String.join(" or ", set))
                .collect(Collectors.joining(" and "));
    }
}
