package dev.sallyport.model.terminal;

import java.util.ArrayList;
import java.util.List;

/// Fits a page into another size.
///
/// As xterm.js does it, since that is what most people look at their shell through: in the normal screen a line that
/// was wrapped is wrapped anew at the new width, but for the one with the cursor in it, which its program is about to
/// draw again; growing brings lines back out of the scrollback, shrinking puts them there. The alternate screen is cut
/// or filled up, since its program draws all of it again.
final class Reflow {

    /// What becomes of wrapped lines.
    enum Wrapping {
        ANEW,
        AS_IT_IS
    }

    private final Size to;
    private final int linesMax;
    private final int oldColumns;
    private final int oldRows;
    private final List<Line> lines = new ArrayList<>();
    private int base;
    private int y;

    private Reflow(Page page, Size to, int scrollbackMax) {
        this.to = to;
        this.linesMax = to.rows() + scrollbackMax;
        this.oldColumns = page.columns();
        this.oldRows = page.rows();
        this.base = page.lines.scrollback();
        this.y = page.y;
        for (int row = -base; row < oldRows; row++) {
            lines.add(page.lines.get(row));
        }
    }

    static void resize(
            Page page, Size to, int scrollbackMax, Lines.Changes changes, Wrapping wrapping) {
        Reflow reflow = new Reflow(page, to, scrollbackMax);
        int oldBase = reflow.base;
        reflow.fitRows();
        int pushed = reflow.base - oldBase;
        switch (wrapping) {
            case ANEW -> reflow.wrap();
            case AS_IT_IS -> {}
        }
        page.lines = reflow.fitted(scrollbackMax, changes);
        page.x = Math.min(page.next(), to.columns() - 1);
        page.y = Math.clamp(reflow.y, 0, to.rows() - 1);
        page.pendingWrap = false;
        SavedCursor saved = page.saved;
        if (saved != null) {
            page.saved = saved.at(saved.x(), Math.clamp(saved.y() - pushed, 0, to.rows() - 1));
        }
        page.resetMargins();
    }

    // Blank lines below the cursor come and go first; then the scrollback gives and takes.
    private void fitRows() {
        int more = 0;
        for (int row = oldRows; row < to.rows(); row++) {
            if (base > 0 && lines.size() <= base + y + more + 1) {
                base--;
                more++;
            } else {
                lines.add(blank());
            }
        }
        for (int row = oldRows; row > to.rows(); row--) {
            if (lines.size() > base + y + 1) {
                lines.removeLast();
            } else {
                base++;
            }
        }
        trim();
        y = Math.min(y, to.rows() - 1) + more;
    }

    private void trim() {
        int over = lines.size() - linesMax;
        if (over > 0) {
            lines.subList(0, over).clear();
            base = Math.max(0, base - over);
        }
    }

    private void wrap() {
        int columns = to.columns();
        if (columns == oldColumns) {
            return;
        }
        int cursor = base + y;
        int newCursor = cursor;
        List<Line> all = new ArrayList<>(lines.size());
        int at = 0;
        while (at < lines.size()) {
            int end = endOfGroup(at);
            List<Line> group = lines.subList(at, end);
            boolean fits = group.size() == 1 && group.getFirst().length() <= columns;
            boolean keep = fits || (cursor >= at && cursor < end);
            if (cursor >= at && cursor < end) {
                newCursor = all.size() + cursor - at;
            }
            all.addAll(keep ? group : rewrap(group));
            at = end;
        }
        lines.clear();
        lines.addAll(all);
        placeScreen(newCursor, newCursor - cursor);
    }

    /// The cursor's line stays where it was on the screen as far as there are lines above it to give and take; what is
    /// blank at the end goes before what is written.
    private void placeScreen(int cursor, int added) {
        if (added > 0 && base == 0) {
            base = Math.max(0, cursor - (to.rows() - 1));
        } else {
            base = Math.max(0, base + added);
        }
        y = cursor - base;
        while (lines.size() < base + to.rows()) {
            lines.add(blank());
        }
        while (lines.size() > base + to.rows()) {
            if (y == 0 || lines.getLast().length() == 0) {
                lines.removeLast();
            } else {
                base++;
                y--;
            }
        }
        trim();
    }

    private int endOfGroup(int at) {
        int end = at + 1;
        while (end < lines.size() && lines.get(end).wrapped) {
            end++;
        }
        return end;
    }

    /// The cells of wrapped lines in lines of the new width.
    private List<Line> rewrap(List<Line> group) {
        List<Line> result = new ArrayList<>();
        Line target = new Line(to.columns());
        target.wrapped = group.getFirst().wrapped;
        result.add(target);
        int column = 0;
        for (int i = 0; i < group.size(); i++) {
            Line source = group.get(i);
            int length = lengthInGroup(group, i);
            int from = 0;
            while (from < length) {
                int room = to.columns() - column;
                int count = Math.min(room, length - from);
                if (count > 0 && source.width(from + count - 1) == 2) {
                    count--; // its second half would stand in the next line
                }
                target.copyFrom(source, from, column, count);
                column += count;
                from += count;
                if (from < length) {
                    target = new Line(to.columns());
                    target.wrapped = true;
                    result.add(target);
                    column = 0;
                }
            }
            if (column == to.columns() && i + 1 < group.size() && lengthInGroup(group, i + 1) > 0) {
                target = new Line(to.columns());
                target.wrapped = true;
                result.add(target);
                column = 0;
            }
        }
        return result;
    }

    private static int lengthInGroup(List<Line> group, int i) {
        Line line = group.get(i);
        return i + 1 < group.size() ? line.lengthBefore(group.get(i + 1)) : line.length();
    }

    private Line blank() {
        return new Line(to.columns());
    }

    private Lines fitted(int scrollbackMax, Lines.Changes changes) {
        for (int i = 0; i < lines.size(); i++) {
            lines.set(i, fit(lines.get(i)));
        }
        while (lines.size() < to.rows()) {
            lines.add(blank());
        }
        return new Lines(to, scrollbackMax, changes, lines);
    }

    private Line fit(Line line) {
        if (line.columns() == to.columns()) {
            return line;
        }
        Line fitted = blank();
        int count = Math.min(line.columns(), to.columns());
        fitted.copyFrom(line, 0, 0, count);
        if (count < line.columns() && line.width(count) == 0) {
            fitted.clear(count - 1, count, 0);
        }
        fitted.wrapped = line.wrapped;
        return fitted;
    }
}
