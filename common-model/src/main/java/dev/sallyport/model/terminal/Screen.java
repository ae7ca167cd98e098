package dev.sallyport.model.terminal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a terminal shows now, and what has scrolled off it.
///
/// Rows count from the screen's first, 0; rows of the scrollback are negative, -1 the latest. Columns count from 0.
/// The screen changes with what the terminal is fed. A renderer keeps the [#version] of each row that it painted, and
/// paints those again whose version is another one.
public final class Screen {
    private final Terminal terminal;

    Screen(Terminal terminal) {
        this.terminal = terminal;
    }

    public Size size() {
        return state().size;
    }

    /// How many rows there are above the screen; none while the alternate screen is shown.
    public int scrollback() {
        return page().lines.scrollback();
    }

    /// @param row the negative of [#scrollback] to before the number of rows
    public Line line(int row) {
        checkRow(row);
        return page().lines.get(row);
    }

    /// A number for what a row holds: while it stays the same, so does the row, and no other row has the same one
    /// unless it was moved there.
    public long version(int row) {
        checkRow(row);
        return page().lines.version(row);
    }

    private void checkRow(int row) {
        if (row < -scrollback() || row >= size().rows()) {
            throw new IndexOutOfBoundsException(
                    "row: "
                            + row
                            + " (expected: "
                            + -scrollback()
                            + " to "
                            + (size().rows() - 1)
                            + ")");
        }
    }

    /// The address that a cell links to. It came with what was recorded: show it, do not open it.
    public Optional<String> link(int row, int column) {
        return state().links.address((int) (line(row).extra(column) >>> Packed.LINK_SHIFT));
    }

    public Cursor cursor() {
        State state = state();
        Page page = state.page();
        return new Cursor(
                page.y, page.x, state.shape, state.on(Mode.CURSOR_VISIBLE), page.pendingWrap);
    }

    /// @param column the cell it is in, also while a wrap is pending
    /// @param wrapPending the last column was written, and the next character goes into the next line
    public record Cursor(
            int row, int column, CursorShape shape, boolean visible, boolean wrapPending) {}

    public boolean on(Mode mode) {
        return state().on(mode);
    }

    /// Whether a program has the screen to itself, as editors do.
    public boolean alternate() {
        return state().onAlternate;
    }

    /// The window's title, at most 512 UTF-16 units; empty if there was none.
    public String title() {
        return state().titles.title;
    }

    /// The icon's title, at most 512 UTF-16 units; empty if there was none.
    public String iconTitle() {
        return state().titles.icon;
    }

    /// What the program made of one of the palette's colours.
    ///
    /// @param index 0 to 255
    /// @return 0xRRGGBB, or nothing where the theme's own is in force
    public OptionalInt paletteColour(int index) {
        if (index < 0 || index > 255) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: 0 to 255)");
        }
        return state().palette.rgb(index);
    }

    /// 0xRRGGBB, or nothing where the theme's own is in force.
    public OptionalInt defaultForeground() {
        return state().palette.rgb(Palette.FOREGROUND);
    }

    /// 0xRRGGBB, or nothing where the theme's own is in force.
    public OptionalInt defaultBackground() {
        return state().palette.rgb(Palette.BACKGROUND);
    }

    /// 0xRRGGBB, or nothing where the theme's own is in force.
    public OptionalInt cursorColour() {
        return state().palette.rgb(Palette.CURSOR);
    }

    /// The screen's text, a line each row without the blanks at its end, and no blank rows at the end of all.
    public String text() {
        return text(0);
    }

    /// As [#text()], with all of the scrollback before it.
    public String allText() {
        return text(-scrollback());
    }

    // Rows that were wrapped are one line.
    private String text(int from) {
        StringBuilder text = new StringBuilder();
        for (int row = from; row < size().rows(); row++) {
            Line line = line(row);
            if (row > from && !line.wrapped()) {
                text.append('\n');
            }
            boolean goesOn = row + 1 < size().rows() && line(row + 1).wrapped();
            int length = goesOn ? line.lengthBefore(line(row + 1)) : line.length();
            text.append(line.text(0, length));
        }
        return text.toString().stripTrailing();
    }

    /// Where a text is, in the scrollback and on the screen, from the top; also across the end of a wrapped row.
    ///
    /// @param matchesMax the search ends with so many
    public List<Match> find(String text, Letters letters, int matchesMax) {
        return new Search(page().lines, text, letters).run(matchesMax);
    }

    /// Whether capitals count as other letters.
    public enum Letters {
        EXACT,
        ANY_CASE
    }

    /// A place where a searched text was found.
    ///
    /// @param row where it begins, negative in the scrollback
    /// @param column of its first cell
    /// @param cells it covers, over the ends of rows
    public record Match(int row, int column, int cells) {}

    private State state() {
        return terminal.state();
    }

    private Page page() {
        return state().page();
    }
}
