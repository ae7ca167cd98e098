package dev.sallyport.model.terminal;

/// Moves cells within a line, up to a boundary; what passes it is gone, and wide characters are never halved.
final class Cells {
    private Cells() {}

    /// @param end the column that the moving stops before
    static void insert(Line line, int at, int count, int end, int back) {
        int n = Math.min(count, end - at);
        line.cut(at, back);
        line.cut(end - n, back);
        line.cut(end, back);
        line.copyFrom(line, at, at + n, end - at - n);
        line.clear(at, at + n, back);
    }

    /// @param end the column that the moving stops before
    static void delete(Line line, int at, int count, int end, int back) {
        int n = Math.min(count, end - at);
        line.cut(at, back);
        line.cut(at + n, back);
        line.cut(end, back);
        line.copyFrom(line, at + n, at, end - at - n);
        line.clear(end - n, end, back);
    }

    static void erase(Line line, int from, int to, int back) {
        line.cut(from, back);
        line.cut(to, back);
        line.clear(from, to, back);
    }

    /// Erases what DECSCA does not protect.
    static void eraseUnprotected(Line line, int from, int to, int back) {
        for (int column = from; column < to; column++) {
            if (line.cells[column * Packed.CELL + 2] >= 0) {
                erase(line, column, column + 1, back);
            }
        }
    }
}
