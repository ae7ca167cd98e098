package dev.sallyport.model.terminal;

import java.util.BitSet;

/// All that a terminal remembers between two bytes, but for a sequence begun ([Parser]).
final class State {
    /// Cells that both screens and the scrollback hold together, at 12 bytes each; the scrollback is cut to fit.
    static final int CELLS_MAX = 4 * 1024 * 1024;

    private static final int TAB_WIDTH = 8;

    final Lines.Changes changes;
    final int scrollbackWanted;

    Size size;
    final Page normal;
    final Page alternate;
    boolean onAlternate;

    long modes = Mode.INITIAL;
    CursorShape shape = CursorShape.BLOCK;
    final Pen pen;
    final Charsets charsets;
    final BitSet tabs;
    final Titles titles;
    final Palette palette;
    final Links links;

    /// Whether the last thing that came was a character: then it may be repeated or joined by another.
    boolean afterPrint;

    State(Size size, int scrollbackWanted) {
        this.changes = new Lines.Changes();
        this.size = size;
        this.scrollbackWanted = scrollbackWanted;
        this.normal = new Page(new Lines(size, scrollback(size), changes));
        this.alternate = new Page(new Lines(size, 0, changes));
        this.pen = new Pen();
        this.charsets = new Charsets();
        this.tabs = new BitSet();
        this.titles = new Titles();
        this.palette = new Palette();
        this.links = new Links();
        resetTabs();
    }

    /// The same once more; lines are shared until one of both writes to them.
    State(State other, Lines.Changes changes) {
        this.changes = changes;
        this.scrollbackWanted = other.scrollbackWanted;
        this.size = other.size;
        this.normal = other.normal.copy(changes);
        this.alternate = other.alternate.copy(changes);
        this.onAlternate = other.onAlternate;
        this.modes = other.modes;
        this.shape = other.shape;
        this.pen = new Pen(other.pen);
        this.charsets = new Charsets(other.charsets);
        this.tabs = (BitSet) other.tabs.clone();
        this.titles = new Titles(other.titles);
        this.palette = new Palette(other.palette);
        this.links = new Links(other.links);
        this.afterPrint = other.afterPrint;
    }

    Page page() {
        return onAlternate ? alternate : normal;
    }

    boolean on(Mode mode) {
        return (modes & mode.bit()) != 0;
    }

    void set(Mode mode) {
        modes |= mode.bit();
    }

    void clear(Mode mode) {
        modes &= ~mode.bit();
    }

    final int scrollback(Size of) {
        int left = CELLS_MAX / of.columns() - 2 * of.rows();
        return Math.min(scrollbackWanted, left);
    }

    void resize(Size to) {
        Reflow.resize(normal, to, scrollback(to), changes, Reflow.Wrapping.ANEW);
        Reflow.resize(alternate, to, 0, changes, Reflow.Wrapping.AS_IT_IS);
        size = to;
        afterPrint = false;
    }

    final void resetTabs() {
        tabs.clear();
        for (int column = 0; column < Size.COLUMNS_MAX; column += TAB_WIDTH) {
            tabs.set(column);
        }
    }

    /// RIS: as when switched on, but for the title and the theme's colours.
    void reset() {
        normal.reset();
        alternate.reset();
        onAlternate = false;
        modes = Mode.INITIAL;
        shape = CursorShape.BLOCK;
        pen.set(new Pen());
        charsets.unpack(0);
        afterPrint = false;
        resetTabs();
    }

    boolean same(State other) {
        return size.equals(other.size)
                && scrollbackWanted == other.scrollbackWanted
                && onAlternate == other.onAlternate
                && modes == other.modes
                && shape == other.shape
                && afterPrint == other.afterPrint
                && pen.same(other.pen)
                && charsets.same(other.charsets)
                && tabs.equals(other.tabs)
                && titles.same(other.titles)
                && palette.same(other.palette)
                && links.same(other.links)
                && normal.same(other.normal)
                && alternate.same(other.alternate);
    }
}
