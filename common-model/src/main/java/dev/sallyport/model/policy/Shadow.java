package dev.sallyport.model.policy;

import java.util.List;

/// What would have been decided, had the rules marked `shadow: true` counted, and which of them would have had a part in
/// it.
///
/// @param verdict `allow`, `approve` or `deny`
/// @param grounds of the shadow rules alone; never empty
public record Shadow(String verdict, List<Grounds> grounds) {
    public Shadow {
        grounds = List.copyOf(grounds);
        if (grounds.isEmpty()) {
            throw new IllegalArgumentException("grounds: none (expected: at least one)");
        }
    }
}
