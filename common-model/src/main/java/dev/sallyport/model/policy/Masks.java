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
