package dev.sallyport.model.terminal;

/// How large a screen is, in cells.
///
/// @param columns 2 (a wide character must fit) to [#COLUMNS_MAX]
/// @param rows 1 to [#ROWS_MAX]
public record Size(int columns, int rows) {
    public static final int COLUMNS_MIN = 2;
    public static final int COLUMNS_MAX = 1024;
    public static final int ROWS_MAX = 512;

    /// What a terminal has that says nothing else.
    public static final Size USUAL = new Size(80, 24);

    public Size {
        if (columns < COLUMNS_MIN || columns > COLUMNS_MAX) {
            throw new IllegalArgumentException(
                    "columns: " + columns + " (expected: 2 to " + COLUMNS_MAX + ")");
        }
        if (rows < 1 || rows > ROWS_MAX) {
            throw new IllegalArgumentException(
                    "rows: " + rows + " (expected: 1 to " + ROWS_MAX + ")");
        }
    }

    /// The nearest size that is allowed: a recorded client may claim any.
    public static Size nearest(int columns, int rows) {
        return new Size(
                Math.clamp(columns, COLUMNS_MIN, COLUMNS_MAX), Math.clamp(rows, 1, ROWS_MAX));
    }
}
