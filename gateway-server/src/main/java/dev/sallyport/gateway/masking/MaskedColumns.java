package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which mask, if any, lies on a column: where several do, the strictest.
final class MaskedColumns {
    /// Relations of PostgreSQL's own that repeat other tables' values or other people's statements. Where anything is
    /// masked, they are redacted as a whole.
    private static final Set<String> TALKATIVE =
            Set.of(
                    "pg_statistic",
                    "pg_stats",
                    "pg_stats_ext",
                    "pg_stats_ext_exprs",
                    "pg_statistic_ext_data",
                    "pg_stat_activity",
                    "pg_largeobject");

    private final Masks masks;

    MaskedColumns(Masks masks) {
        this.masks = masks;
    }

    /// The mask on a result's column by what the result calls it.
    @Nullable MaskKind named(String name) {
        MaskKind strictest = null;
        for (MaskRule rule : masks.rules()) {
            if (rule.coversName(name)) {
                strictest = strictest(strictest, rule.kind());
            }
        }
        return strictest;
    }

    @Nullable MaskKind kind(Origin origin) {
        if (!masks.hasColumns()) {
            return null;
        }
        return switch (origin) {
            case Origin.Base(BaseColumn column, Set<BaseColumn> kin) ->
                    strictest(kind(column), anyOf(kin));
            case Origin.View(BaseColumn column, Set<BaseColumn> shows) -> {
                MaskKind shown = anyOf(shows);
                // Part of a value that was computed with is no longer the part that a mask would
                // leave.
                yield strictest(
                        kind(column),
                        shown == null ? null : strictest(shown, new MaskKind.Redact()));
            }
            case Origin.Computed(), Origin.Unresolved() -> new MaskKind.Redact();
        };
    }

    boolean isMasked(Origin origin) {
        return kind(origin) != null;
    }

    static @Nullable MaskKind strictest(@Nullable MaskKind one, @Nullable MaskKind other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.and(other);
    }

    private @Nullable MaskKind anyOf(Set<BaseColumn> columns) {
        MaskKind strictest = null;
        for (BaseColumn column : columns) {
            strictest = strictest(strictest, kind(column));
        }
        return strictest;
    }

    private @Nullable MaskKind kind(BaseColumn column) {
        MaskKind strictest = null;
        if (column.schema().equals("pg_catalog") && TALKATIVE.contains(column.table())) {
            strictest = new MaskKind.Redact();
        }
        for (MaskRule rule : masks.rules()) {
            if (rule.covers(column.schema(), column.table(), column.column())) {
                strictest = strictest(strictest, rule.kind());
            }
        }
        return strictest;
    }
}
