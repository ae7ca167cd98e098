package dev.sallyport.model.terminal;

/// Moves lines, or the part of them that is between the left and the right margin, within the margins.
final class Scrolling {
    private Scrolling() {}

    /// By one line, as a line feed in the last one does: the first goes into the scrollback if it can.
    static void up(State state) {
        Page page = state.page();
        int back = state.pen.erased();
        if (!page.fullWidth()) {
            moveUp(state, page.top, 1);
        } else if (page.top == 0) {
            page.lines.push(page.bottom, back);
        } else {
            page.lines.shiftUp(page.top, page.bottom, 1, back);
        }
    }

    /// Moves the rows from one down to the bottom margin up; nothing goes into the scrollback.
    static void moveUp(State state, int from, int count) {
        Page page = state.page();
        int back = state.pen.erased();
        if (page.fullWidth()) {
            page.lines.shiftUp(from, page.bottom, count, back);
            return;
        }
        int n = Math.min(count, page.bottom - from + 1);
        for (int row = from; row <= page.bottom - n; row++) {
            copyBetweenMargins(page, row + n, row, back);
        }
        for (int row = page.bottom - n + 1; row <= page.bottom; row++) {
            Cells.erase(page.lines.writable(row), page.left, page.right + 1, back);
        }
    }

    /// Moves the rows from one down to the bottom margin down.
    static void moveDown(State state, int from, int count) {
        Page page = state.page();
        int back = state.pen.erased();
        if (page.fullWidth()) {
            page.lines.shiftDown(from, page.bottom, count, back);
            return;
        }
        int n = Math.min(count, page.bottom - from + 1);
        for (int row = page.bottom; row >= from + n; row--) {
            copyBetweenMargins(page, row - n, row, back);
        }
        for (int row = from; row < from + n; row++) {
            Cells.erase(page.lines.writable(row), page.left, page.right + 1, back);
        }
    }

    private static void copyBetweenMargins(Page page, int from, int to, int back) {
        Line source = page.lines.writable(from);
        Line target = page.lines.writable(to);
        source.cut(page.left, back);
        source.cut(page.right + 1, back);
        target.cut(page.left, back);
        target.cut(page.right + 1, back);
        target.copyFrom(source, page.left, page.left, page.right - page.left + 1);
    }

    /// Moves every row between the margins to the left, from a column on.
    static void moveLeft(State state, int column, int count) {
        Page page = state.page();
        for (int row = page.top; row <= page.bottom; row++) {
            Line line = page.lines.writable(row);
            Cells.delete(line, column, count, page.right + 1, state.pen.erased());
            line.wrapped = false;
        }
    }

    /// Moves every row between the margins to the right, from a column on.
    static void moveRight(State state, int column, int count) {
        Page page = state.page();
        for (int row = page.top; row <= page.bottom; row++) {
            Line line = page.lines.writable(row);
            Cells.insert(line, column, count, page.right + 1, state.pen.erased());
            line.wrapped = false;
        }
    }
}
