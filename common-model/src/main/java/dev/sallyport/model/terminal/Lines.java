package dev.sallyport.model.terminal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a page in a ring: those on the screen, and above them those that have scrolled off it.
///
/// Rows count from the screen's first, 0; those above have negative numbers. Blank lines are one and the same frozen
/// line, so that clearing a screen costs its rows and not its cells. Every row has a version that no other state of
/// any row had, so that a renderer sees at one number whether it must paint.
final class Lines {
    final int columns;
    final int rows;
    final int scrollbackMax;

    private final Changes changes;
    private Line[] ring;
    private long[] versions;
    private int head;
    private int scrollback;
    private Line blank;
    private @Nullable Line spare;

    /// All blank.
    Lines(Size size, int scrollbackMax, Changes changes) {
        this.columns = size.columns();
        this.rows = size.rows();
        this.scrollbackMax = scrollbackMax;
        this.changes = changes;
        this.blank = new Line(columns).freeze();
        this.ring = new Line[rows];
        this.versions = new long[rows];
        Arrays.fill(ring, blank);
        stamp();
    }

    /// @param lines from the oldest; at least as many as the screen has rows, all as wide as it
    Lines(Size size, int scrollbackMax, Changes changes, List<Line> lines) {
        this.columns = size.columns();
        this.rows = size.rows();
        this.scrollbackMax = scrollbackMax;
        this.changes = changes;
        this.blank = new Line(columns).freeze();
        this.ring = lines.toArray(new Line[0]);
        this.scrollback = ring.length - rows;
        this.versions = new long[ring.length];
        stamp();
    }

    /// The same lines once more, from here on frozen in both.
    Lines copy(Changes theirs) {
        Line[] all = new Line[scrollback + rows];
        for (int i = 0; i < all.length; i++) {
            all[i] = get(i - scrollback).freeze();
        }
        return new Lines(new Size(columns, rows), scrollbackMax, theirs, Arrays.asList(all));
    }

    private void stamp() {
        for (int i = 0; i < versions.length; i++) {
            versions[i] = changes.next();
        }
    }

    int scrollback() {
        return scrollback;
    }

    Line get(int row) {
        return ring[index(row)];
    }

    long version(int row) {
        return versions[index(row)];
    }

    /// The line of a row, to be written to now.
    Line writable(int row) {
        int i = index(row);
        Line line = ring[i];
        if (line.frozen()) {
            line = thawed(line);
            ring[i] = line;
        }
        versions[i] = changes.next();
        return line;
    }

    private Line thawed(Line line) {
        Line reused = spare;
        if (reused != null && line.marks == null && line.extras == null) {
            spare = null;
            reused.becomeLike(line);
            return reused;
        }
        return line.copy();
    }

    void set(int row, Line line) {
        int i = index(row);
        ring[i] = line;
        versions[i] = changes.next();
    }

    void clear(int row, int back) {
        keepSpare(get(row));
        set(row, blank(back));
    }

    private void keepSpare(Line line) {
        if (!line.frozen()) {
            spare = line;
        }
    }

    private Line blank(int back) {
        if (blank.cells[2] != back) {
            Line coloured = new Line(columns);
            coloured.clear(0, columns, back);
            blank = coloured.freeze();
        }
        return blank;
    }

    /// Moves rows 0 to bottom up by one; the first of them goes into the scrollback.
    void push(int bottom, int back) {
        if (scrollbackMax == 0) {
            shiftUp(0, bottom, 1, back);
            return;
        }
        if (scrollback < scrollbackMax) {
            grow();
            scrollback++;
        } else {
            keepSpare(ring[head]);
            head = head + 1 == ring.length ? 0 : head + 1;
        }
        for (int row = rows - 1; row > bottom; row--) {
            move(row - 1, row);
        }
        set(bottom, blank(back));
    }

    // Room for one more line; doubled, so that a line is not copied often.
    private void grow() {
        int used = scrollback + rows;
        if (used < ring.length) {
            return;
        }
        int length = Math.min(rows + scrollbackMax, Math.max(used * 2, used + 1));
        Line[] wider = new Line[length];
        long[] widerVersions = new long[length];
        for (int i = 0; i < used; i++) {
            int from = (head + i) % ring.length;
            wider[i] = ring[from];
            widerVersions[i] = versions[from];
        }
        // Never read before they are set; a ring of lines has no holes all the same.
        Arrays.fill(wider, used, length, blank);
        ring = wider;
        versions = widerVersions;
        head = 0;
    }

    /// Moves rows within a region up; what leaves it is gone.
    ///
    /// @param count 1 or more
    void shiftUp(int top, int bottom, int count, int back) {
        int n = Math.min(count, bottom - top + 1);
        for (int row = top; row < top + n; row++) {
            keepSpare(get(row));
        }
        for (int row = top; row + n <= bottom; row++) {
            move(row + n, row);
        }
        for (int row = bottom - n + 1; row <= bottom; row++) {
            set(row, blank(back));
        }
    }

    /// Moves rows within a region down; what leaves it is gone.
    ///
    /// @param count 1 or more
    void shiftDown(int top, int bottom, int count, int back) {
        int n = Math.min(count, bottom - top + 1);
        for (int row = bottom - n + 1; row <= bottom; row++) {
            keepSpare(get(row));
        }
        for (int row = bottom; row - n >= top; row--) {
            move(row - n, row);
        }
        for (int row = top; row < top + n; row++) {
            set(row, blank(back));
        }
    }

    void clearScrollback() {
        // What is left behind in the ring must not be held on to.
        for (int i = 0; i < scrollback; i++) {
            ring[index(i - scrollback)] = blank;
        }
        head = index(0);
        scrollback = 0;
    }

    private void move(int from, int to) {
        int i = index(from);
        int j = index(to);
        ring[j] = ring[i];
        versions[j] = versions[i];
    }

    private int index(int row) {
        int i = head + scrollback + row;
        return i < ring.length ? i : i - ring.length;
    }

    boolean same(Lines other) {
        if (columns != other.columns
                || rows != other.rows
                || scrollback != other.scrollback
                || scrollbackMax != other.scrollbackMax) {
            return false;
        }
        for (int row = -scrollback; row < rows; row++) {
            if (!get(row).equals(other.get(row))) {
                return false;
            }
        }
        return true;
    }

    /// Numbers the changes of a terminal; none comes twice.
    static final class Changes {
        private long last;

        long next() {
            return ++last;
        }
    }
}
