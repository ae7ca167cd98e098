package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.Packed.CELL;
import static dev.sallyport.model.terminal.Packed.CODE_POINT;
import static dev.sallyport.model.terminal.Packed.HAS_MARKS;
import static dev.sallyport.model.terminal.Packed.SECOND_HALF;
import static dev.sallyport.model.terminal.Packed.WIDE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One line of cells.
///
/// What [Screen] hands out is the terminal's own line: it changes with what is fed next. A line that a [Keyframe]
/// holds, and one that is blank, is frozen; who wants to write gets a copy ([Page#writable]). A wide character always
/// has both its halves: what cuts one clears it.
public final class Line {
    final int[] cells;
    @Nullable Marks marks;
    long @Nullable [] extras;

    /// Goes on where the line above stopped for want of columns.
    boolean wrapped;

    private boolean frozen;

    Line(int columns) {
        this.cells = new int[columns * CELL];
    }

    private Line(Line other) {
        this.cells = other.cells.clone();
        this.marks = other.marks == null ? null : new Marks(other.marks);
        this.extras = other.extras == null ? null : other.extras.clone();
        this.wrapped = other.wrapped;
    }

    public int columns() {
        return cells.length / CELL;
    }

    /// Whether it goes on where the line above stopped for want of columns.
    public boolean wrapped() {
        return wrapped;
    }

    /// The character that a cell begins with, 0 for an empty one and for the second half of a wide character.
    public int codePoint(int column) {
        return content(column) & CODE_POINT;
    }

    /// The cells that the character takes: 1, 2, or 0 for the second half of a wide one.
    public int width(int column) {
        int content = content(column);
        return (content & WIDE) != 0 ? 2 : (content & SECOND_HALF) != 0 ? 0 : 1;
    }

    /// What a cell shows: a character with the marks on it, or nothing.
    public String text(int column) {
        int content = content(column);
        if ((content & CODE_POINT) == 0) {
            return "";
        }
        String base = Character.toString(content & CODE_POINT);
        return (content & HAS_MARKS) == 0 ? base : base + marks(column);
    }

    public Style style(int column) {
        return Packed.style(
                cells[column * CELL + 1], cells[column * CELL + 2], extra(column) & Packed.COLOUR);
    }

    /// Whether two cells are drawn alike, without making a [Style] of each.
    public boolean sameStyle(int column, int other) {
        int a = column * CELL;
        int b = other * CELL;
        return cells[a + 1] == cells[b + 1]
                && cells[a + 2] == cells[b + 2]
                && extra(column) == extra(other);
    }

    /// The whole line's text up to its last character, empty cells within it as spaces.
    public String text() {
        return text(0, length());
    }

    /// The text of the columns from one to before another, empty cells as spaces.
    public String text(int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int column = from; column < to; column++) {
            int content = content(column);
            if ((content & CODE_POINT) != 0) {
                text.appendCodePoint(content & CODE_POINT);
                if ((content & HAS_MARKS) != 0) {
                    text.append(marks(column));
                }
            } else if ((content & SECOND_HALF) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /// The columns up to the end of the last character.
    public int length() {
        for (int i = cells.length - CELL; i >= 0; i -= CELL) {
            if ((cells[i] & (CODE_POINT | SECOND_HALF)) != 0) {
                return i / CELL + 1;
            }
        }
        return 0;
    }

    /// The columns that are text where the next line goes on with it: all, but for a last one that was left empty since a
    /// wide character did not fit.
    int lengthBefore(Line next) {
        int columns = columns();
        return content(columns - 1) == 0 && next.width(0) == 2 ? columns - 1 : columns;
    }

    int content(int column) {
        return cells[column * CELL];
    }

    long extra(int column) {
        return extras == null ? 0 : extras[column];
    }

    String marks(int column) {
        return marks == null ? "" : marks.at(column);
    }

    boolean frozen() {
        return frozen;
    }

    Line freeze() {
        frozen = true;
        return this;
    }

    /// A line like this one that may be written.
    Line copy() {
        return new Line(this);
    }

    /// Makes this line like a blank one, to be used again.
    void becomeLike(Line blank) {
        System.arraycopy(blank.cells, 0, cells, 0, cells.length);
        marks = null;
        extras = null;
        wrapped = blank.wrapped;
    }

    /// Writes a character, and the second half of a wide one; the halves around it are the caller's concern.
    void put(int column, int codePoint, int width, Pen pen) {
        int i = column * CELL;
        cells[i] = width == 2 ? codePoint | WIDE : codePoint;
        cells[i + 1] = pen.fore;
        cells[i + 2] = pen.back;
        if (width == 2) {
            cells[i + 3] = SECOND_HALF;
            cells[i + 4] = pen.fore;
            cells[i + 5] = pen.back;
        }
        afterWriting(column, column + width, pen.extra);
    }

    /// Writes narrow ASCII characters.
    void putAll(int column, byte[] text, int from, int to, Pen pen) {
        int fore = pen.fore;
        int back = pen.back;
        int i = column * CELL;
        for (int at = from; at < to; at++) {
            cells[i] = text[at];
            cells[i + 1] = fore;
            cells[i + 2] = back;
            i += CELL;
        }
        afterWriting(column, column + to - from, pen.extra);
    }

    /// Empties columns, as erasing does.
    void clear(int from, int to, int back) {
        clear(from, to, 0, back, 0);
    }

    /// Empties columns, in a style.
    void clear(int from, int to, Pen pen) {
        clear(from, to, pen.fore, pen.back, pen.extra);
    }

    private void clear(int from, int to, int fore, int back, long extra) {
        for (int i = from * CELL; i < to * CELL; i += CELL) {
            cells[i] = 0;
            cells[i + 1] = fore;
            cells[i + 2] = back;
        }
        afterWriting(from, to, extra);
    }

    private void afterWriting(int from, int to, long extra) {
        if (marks != null) {
            marks.drop(from, to);
        }
        if (extra != 0 && extras == null) {
            extras = new long[columns()];
        }
        if (extras != null) {
            Arrays.fill(extras, from, to, extra);
        }
    }

    /// Clears a wide character that has one half on each side of a boundary.
    void cut(int column, int back) {
        if (isWithinWide(column)) {
            clear(column - 1, column + 1, back);
        }
    }

    /// As [#cut(int, int)], before a pen writes there.
    void cut(int column, Pen pen) {
        if (isWithinWide(column)) {
            clear(column - 1, column + 1, pen);
        }
    }

    private boolean isWithinWide(int column) {
        return column > 0 && column < columns() && (content(column) & SECOND_HALF) != 0;
    }

    /// Puts a mark on a character that is there; past a bound it is not kept.
    void addMark(int column, int codePoint) {
        if (marks == null || marks.hasRoom(column, codePoint)) {
            setMarks(column, marks(column) + Character.toString(codePoint));
        }
    }

    void setMarks(int column, String text) {
        if (marks == null) {
            marks = new Marks(columns());
        }
        marks.set(column, text);
        cells[column * CELL] |= HAS_MARKS;
    }

    void setExtra(int column, long extra) {
        long[] held = extras;
        if (held == null) {
            held = new long[columns()];
            extras = held;
        }
        held[column] = extra;
    }

    /// Makes the narrow character of a column wide, taking the next cell.
    void widen(int column) {
        int i = column * CELL;
        cells[i] |= WIDE;
        cells[i + 3] = SECOND_HALF;
        cells[i + 4] = cells[i + 1];
        cells[i + 5] = cells[i + 2];
        if (marks != null) {
            marks.drop(column + 1, column + 2);
        }
        if (extras != null) {
            extras[column + 1] = extras[column];
        }
    }

    /// Copies cells with all that is on them, also within one line.
    void copyFrom(Line source, int from, int to, int columns) {
        System.arraycopy(source.cells, from * CELL, cells, to * CELL, columns * CELL);
        if (source.extras != null || extras != null) {
            long[] moved = new long[columns];
            for (int k = 0; k < columns; k++) {
                moved[k] = source.extra(from + k);
            }
            for (int k = 0; k < columns; k++) {
                setExtra(to + k, moved[k]);
            }
        }
        if (source.marks != null || marks != null) {
            String[] moved = new String[columns];
            for (int k = 0; k < columns; k++) {
                moved[k] = source.marks(from + k);
            }
            if (marks != null) {
                marks.drop(to, to + columns);
            }
            for (int k = 0; k < columns; k++) {
                if (!moved[k].isEmpty()) {
                    setMarks(to + k, moved[k]);
                }
            }
        }
    }

    /// Two lines are equal that show the same in the same styles and are wrapped alike.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Line line
                && wrapped == line.wrapped
                && Arrays.equals(cells, line.cells)
                && sameExtras(line)
                && sameMarks(line);
    }

    private boolean sameExtras(Line line) {
        if (extras == null && line.extras == null) {
            return true;
        }
        for (int column = 0; column < columns(); column++) {
            if (extra(column) != line.extra(column)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameMarks(Line line) {
        if (marks == null && line.marks == null) {
            return true;
        }
        for (int column = 0; column < columns(); column++) {
            if (!marks(column).equals(line.marks(column))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cells);
    }

    @Override
    public String toString() {
        return text();
    }
}
