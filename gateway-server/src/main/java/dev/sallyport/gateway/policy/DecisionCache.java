package dev.sallyport.gateway.policy;

import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Statement;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Remembers decisions by the very list of actions they were made for: the SQL reader gives the same list for a text it
/// has seen before, so a driver's hundred statements are decided once.
///
/// A fixed table whose newer entries overwrite older ones: no lock, no eviction, and no more memory than its slots. It
/// keeps no list of actions alive.
final class DecisionCache {
    private static final int SLOTS = 1 << 13;

    /// A longer text is not worth keeping for comparison.
    private static final int TEXT_LENGTH_MAX = 4096;

    private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

    /// @param text what the decision depends on besides the actions; null where it does not
    private record Entry(
            Applicable rules,
            WeakReference<List<Action>> actions,
            @Nullable String text,
            Decision decision) {}

    @SuppressWarnings("ReferenceEquality") // the very same rules, or a miss
    @Nullable Decision get(Applicable rules, Statement statement) {
        Entry entry = slots.get(slot(rules, statement));
        if (entry == null || entry.rules != rules || !entry.actions.refersTo(statement.actions())) {
            return null;
        }
        return entry.text == null || entry.text.equals(statement.text()) ? entry.decision : null;
    }

    void put(Applicable rules, Statement statement, Decision decision) {
        boolean textMatters = rules.lasts() == Variable.Lasts.FOR_THE_TEXT;
        boolean keep =
                rules.lasts() != Variable.Lasts.NOT
                        && !(textMatters && statement.text().length() > TEXT_LENGTH_MAX);
        if (keep) {
            slots.set(
                    slot(rules, statement),
                    new Entry(
                            rules,
                            new WeakReference<>(statement.actions()),
                            textMatters ? statement.text() : null,
                            decision));
        }
    }

    private static int slot(Applicable rules, Statement statement) {
        int hash =
                System.identityHashCode(statement.actions()) * 31 + System.identityHashCode(rules);
        return (hash ^ hash >>> 13) & SLOTS - 1;
    }
}
