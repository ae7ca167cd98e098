package dev.sallyport.model.terminal;

import org.jspecify.annotations.Nullable;

/// The marks on a line's characters: accents, joiners, variation selectors, and what a cluster is made of.
final class Marks {
    /// Marks that a line takes for each of its columns, on average, in UTF-16 units; more of them are not shown.
    static final int PER_COLUMN = 4;

    /// Marks taken on one character, in UTF-16 units: the longest emoji sequences have 14 and a flag of a region 12.
    static final int ON_ONE_MAX = 32;

    private final @Nullable String[] byColumn;
    private int held;

    Marks(int columns) {
        this.byColumn = new @Nullable String[columns];
    }

    Marks(Marks other) {
        this.byColumn = other.byColumn.clone();
        this.held = other.held;
    }

    String at(int column) {
        String marks = byColumn[column];
        return marks == null ? "" : marks;
    }

    boolean hasRoom(int column, int codePoint) {
        int length = Character.charCount(codePoint);
        return at(column).length() + length <= ON_ONE_MAX
                && held + length <= PER_COLUMN * byColumn.length;
    }

    void set(int column, String marks) {
        held += marks.length() - at(column).length();
        byColumn[column] = marks.isEmpty() ? null : marks;
    }

    void drop(int from, int to) {
        for (int column = from; column < to; column++) {
            set(column, "");
        }
    }
}
