package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How each column of one result is masked; made once per result, from where its columns come from.
///
/// It depends on its arguments alone, so a caller may keep it as long as these are the same.
public final class MaskPlan {
    /// Rows pass untouched.
    public static final MaskPlan EMPTY = new MaskPlan(List.of());

    private final List<@Nullable MaskKind> kinds;

    private MaskPlan(List<@Nullable MaskKind> kinds) {
        this.kinds = kinds;
    }

    /// @param what the actions of the statement that the result answers
    public static MaskPlan of(
            Masks masks, List<Column> columns, List<Action> what, Lineage lineage) {
        if (masks.isEmpty()) {
            return EMPTY;
        }
        MaskedColumns masked = new MaskedColumns(masks);
        List<@Nullable MaskKind> kinds = new ArrayList<>(columns.size());
        boolean empty = true;
        Boolean computedReach = null;
        for (Column column : columns) {
            MaskKind kind = masked.kind(column.origin());
            if (column.origin() instanceof Origin.Computed) {
                if (computedReach == null) {
                    computedReach = new Reach(masks, lineage).intoExpressions(what);
                }
                kind = computedReach ? MaskKind.REDACT : null;
            }
            kinds.add(kind);
            empty &= kind == null;
        }
        return empty ? EMPTY : new MaskPlan(Collections.unmodifiableList(kinds));
    }

    public boolean isEmpty() {
        return kinds.isEmpty();
    }

    /// How this column is masked, from 0; null where it is shown as it is.
    public @Nullable MaskKind kind(int column) {
        return isEmpty() ? null : kinds.get(column);
    }

    /// How many columns the result has; 0 where the plan is empty.
    public int columns() {
        return kinds.size();
    }

    /// For the recording: each column's kind in lower case, or empty.
    ///
    /// @param columns how many there are, as an empty plan does not know
    public List<String> words(int columns) {
        List<String> words = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            MaskKind kind = kind(i);
            words.add(kind == null ? "" : kind.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
