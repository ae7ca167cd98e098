package dev.sallyport.gateway.masking;

import java.util.Set;

/// Where the values of a result's column come from. An alias changes nothing of it.
public sealed interface Origin {
    /// A table's column, or a view's that shows a table's column as it is.
    ///
    /// @param kin the same values by other names: the table's column behind a view's, and the same column in the tables
    ///     that a table is a partition or child of, or that are its partitions or children. A mask on any of them covers
    ///     this one
    record Base(BaseColumn column, Set<BaseColumn> kin) implements Origin {
        public Base {
            kin = Set.copyOf(kin);
        }

        public static Base of(String schema, String table, String column) {
            return new Base(new BaseColumn(schema, table, column), Set.of());
        }
    }

    /// A column that a view computes, or a row as a whole.
    ///
    /// @param column the view's own; its name is `*` for a whole row
    /// @param shows every table column whose values may be in it, kin included
    record View(BaseColumn column, Set<BaseColumn> shows) implements Origin {
        public View {
            shows = Set.copyOf(shows);
        }
    }

    /// An expression: the target names no column.
    record Computed() implements Origin {}

    /// The target names a column that its catalog could not, or not yet, tell about.
    record Unresolved() implements Origin {}
}
