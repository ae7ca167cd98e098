package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How each column of one result is masked; made once per result, from where its columns come from.
///
/// It depends on its arguments alone, so a caller may keep it as long as these are the same.
public final class MaskPlan {
    /// Rows pass untouched.
    public static final MaskPlan EMPTY = new MaskPlan(List.of(), false);

    private final List<@Nullable MaskKind> kinds;
    private final boolean detects;

    private MaskPlan(List<@Nullable MaskKind> kinds, boolean detects) {
        this.kinds = kinds;
        this.detects = detects;
    }

    /// @param what the actions of the statement that the result answers
    public static MaskPlan of(
            Masks masks, List<Column> columns, List<Action> what, Lineage lineage) {
        if (masks.isEmpty()) {
            return EMPTY;
        }
        MaskedColumns masked = new MaskedColumns(masks);
        List<@Nullable MaskKind> kinds = new ArrayList<>(columns.size());
        boolean empty = !masks.hasDetectors();
        Boolean computedReach = null;
        for (Column column : columns) {
            MaskKind kind = masked.kind(column.origin());
            if (column.origin() instanceof Origin.Computed) {
                if (computedReach == null) {
                    computedReach = new Reach(masks, lineage).intoExpressions(what);
                }
                kind = computedReach ? new MaskKind.Redact() : null;
            }
            kind = MaskedColumns.strictest(kind, masked.named(column.name()));
            kinds.add(kind);
            empty &= kind == null;
        }
        return empty
                ? EMPTY
                : new MaskPlan(Collections.unmodifiableList(kinds), masks.hasDetectors());
    }

    /// The plan without some columns: those of a table that COPY leaves out.
    public MaskPlan only(List<Integer> columns) {
        if (isEmpty()) {
            return this;
        }
        List<@Nullable MaskKind> some = new ArrayList<>(columns.size());
        columns.forEach(column -> some.add(kinds.get(column)));
        return new MaskPlan(Collections.unmodifiableList(some), detects);
    }

    public boolean isEmpty() {
        return kinds.isEmpty();
    }

    /// Whether the texts of those columns that are not masked as a whole are looked through.
    public boolean detects() {
        return detects;
    }

    /// How this column is masked as a whole, from 0; null where it is not.
    public @Nullable MaskKind kind(int column) {
        return isEmpty() ? null : kinds.get(column);
    }

    /// How many columns the result has; 0 where the plan is empty.
    public int columns() {
        return kinds.size();
    }

    /// For the recording: each column's kind, `detectors` where its texts were looked through, or empty.
    ///
    /// @param columns how many there are, as an empty plan does not know
    public List<String> words(int columns) {
        List<String> words = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            MaskKind kind = kind(i);
            words.add(kind != null ? kind.word() : detects ? "detectors" : "");
        }
        return words;
    }
}
