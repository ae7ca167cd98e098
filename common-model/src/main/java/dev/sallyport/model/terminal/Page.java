package dev.sallyport.model.terminal;

import org.jspecify.annotations.Nullable;

/// One of the two screens: its lines, where the cursor is in it, its margins, and the cursor saved in it.
final class Page {
    Lines lines;

    int x;
    int y;

    /// The last column was written, and the next character goes into the next line.
    boolean pendingWrap;

    // Margins, both ends within.
    int top;
    int bottom;
    int left;
    int right;

    @Nullable SavedCursor saved;

    Page(Lines lines) {
        this.lines = lines;
        resetMargins();
    }

    Page copy(Lines.Changes theirs) {
        Page copy = new Page(lines.copy(theirs));
        copy.x = x;
        copy.y = y;
        copy.pendingWrap = pendingWrap;
        copy.top = top;
        copy.bottom = bottom;
        copy.left = left;
        copy.right = right;
        copy.saved = saved;
        return copy;
    }

    /// Blank again, as when the terminal was switched on.
    void reset() {
        lines.clearScrollback();
        for (int row = 0; row < lines.rows; row++) {
            lines.clear(row, 0);
        }
        x = 0;
        y = 0;
        pendingWrap = false;
        saved = null;
        resetMargins();
    }

    int columns() {
        return lines.columns;
    }

    int rows() {
        return lines.rows;
    }

    final void resetMargins() {
        top = 0;
        bottom = lines.rows - 1;
        left = 0;
        right = lines.columns - 1;
    }

    boolean fullWidth() {
        return left == 0 && right == lines.columns - 1;
    }

    /// The column that the next character would take without wrapping: past the last one where a wrap is pending.
    int next() {
        return pendingWrap ? x + 1 : x;
    }

    Line line() {
        return lines.get(y);
    }

    Line writable() {
        return lines.writable(y);
    }

    boolean same(Page other) {
        return x == other.x
                && y == other.y
                && pendingWrap == other.pendingWrap
                && top == other.top
                && bottom == other.bottom
                && left == other.left
                && right == other.right
                && (saved == null ? other.saved == null : saved.equals(other.saved))
                && lines.same(other.lines);
    }
}
