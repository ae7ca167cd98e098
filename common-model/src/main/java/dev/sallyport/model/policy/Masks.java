package dev.sallyport.model.policy;

import java.util.ArrayList;
import java.util.List;

/// What to hide from one person in one target's results.
///
/// @param rules in the order of the file; where several fit one column, the strictest kind wins
public record Masks(List<MaskRule> rules) {
    public static final Masks NONE = new Masks(List.of());

    public Masks {
        rules = List.copyOf(rules);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Whether columns are masked by where they come from.
    public boolean hasColumns() {
        for (MaskRule rule : rules) {
            if (!rule.columns().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Whether columns are masked by what a result calls them.
    public boolean hasNames() {
        for (MaskRule rule : rules) {
            if (!rule.names().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Whether texts are looked through.
    public boolean hasDetectors() {
        for (MaskRule rule : rules) {
            if (!rule.detectors().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Whether statements can be refused for asking about masked columns.
    public boolean denyPredicates() {
        for (MaskRule rule : rules) {
            if (rule.predicates() == MaskRule.Predicates.DENIED) {
                return true;
            }
        }
        return false;
    }

    /// The masks of both.
    public Masks and(Masks other) {
        if (other.isEmpty() || equals(other)) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        List<MaskRule> all = new ArrayList<>(rules);
        for (MaskRule rule : other.rules) {
            if (!all.contains(rule)) {
                all.add(rule);
            }
        }
        return new Masks(all);
    }
}
