package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.KeyframeFields.require;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Reads what [KeyframeWriter] wrote, and refuses what no terminal could have written.
final class KeyframeReader {
    private final KeyframeFields fields;

    KeyframeReader(byte[] bytes) {
        this.fields = new KeyframeFields(bytes);
    }

    Keyframe read() throws MalformedKeyframeException {
        fields.number("version", KeyframeWriter.VERSION, KeyframeWriter.VERSION);
        Size size =
                new Size(
                        fields.number("columns", Size.COLUMNS_MIN, Size.COLUMNS_MAX),
                        fields.number("rows", 1, Size.ROWS_MAX));
        State state =
                new State(
                        size, fields.number("scrollback lines", 0, Terminal.SCROLLBACK_LINES_MAX));
        int flags = fields.number("flags", 0, 3);
        state.onAlternate = (flags & 1) != 0;
        state.afterPrint = (flags & 2) != 0;
        state.modes = fields.longNumber("modes", 0, Mode.ALL);
        state.shape = CursorShape.of(fields.number("cursor shape", 0, CursorShape.NUMBER_MAX));
        state.pen.fore = fore();
        state.pen.back = back();
        state.pen.extra = extra();
        charsets(state.charsets);
        tabs(state.tabs);
        titles(state.titles);
        palette(state.palette);
        links(state.links);
        page(state.normal, state.scrollback(size), state.changes);
        page(state.alternate, 0, state.changes);
        Unfinished unfinished = unfinished();
        require("more bytes than a keyframe: " + fields.remaining(), fields.remaining() == 0);
        return new Keyframe(state, unfinished);
    }

    private int fore() throws MalformedKeyframeException {
        int fore = fields.bits("foreground");
        require("foreground: no colour", Packed.isColour(fore & Packed.COLOUR));
        return fore;
    }

    private int back() throws MalformedKeyframeException {
        int back = fields.bits("background");
        require("background: no colour", Packed.isColour(back & Packed.COLOUR));
        int underline = (back & Packed.UNDERLINE) >>> Packed.UNDERLINE_SHIFT;
        KeyframeFields.check("underline", underline, 0, Underline.NUMBER_MAX);
        return back;
    }

    private long extra() throws MalformedKeyframeException {
        long extra = fields.longNumber("extra", 0, Long.MAX_VALUE);
        require("underline colour: no colour", Packed.isColour((int) extra));
        return extra;
    }

    private void charsets(Charsets charsets) throws MalformedKeyframeException {
        charsets.unpack(packedCharsets());
        charsets.useOnce(fields.number("single shift", 0, 4) - 1);
    }

    private int packedCharsets() throws MalformedKeyframeException {
        int packed = fields.number("character sets", 0, 0x3FF);
        require("character sets: one that is not known", Charsets.isPacked(packed));
        return packed;
    }

    private void tabs(BitSet tabs) throws MalformedKeyframeException {
        BitSet stops = BitSet.valueOf(fields.bytes("tab stops", Size.COLUMNS_MAX / 8));
        tabs.clear();
        tabs.or(stops);
    }

    private void titles(Titles titles) throws MalformedKeyframeException {
        titles.title = fields.text("title", Titles.LENGTH_MAX);
        titles.icon = fields.text("icon title", Titles.LENGTH_MAX);
        texts(titles.keptTitles);
        texts(titles.keptIcons);
    }

    private void texts(List<String> kept) throws MalformedKeyframeException {
        int count = fields.number("kept titles", 0, Titles.KEPT_MAX);
        for (int i = 0; i < count; i++) {
            kept.add(fields.text("kept title", Titles.LENGTH_MAX));
        }
    }

    private void palette(Palette palette) throws MalformedKeyframeException {
        int count = fields.number("palette", 0, Palette.SIZE);
        for (int i = 0; i < count; i++) {
            int index = fields.number("palette index", 0, Palette.SIZE - 1);
            palette.set(index, fields.number("palette colour", 0, 0xFFFFFF));
        }
    }

    private void links(Links links) throws MalformedKeyframeException {
        int last = fields.number("last link", 0, Links.LAST_MAX);
        for (int number = Links.firstKept(last); number <= last; number++) {
            links.put(number, fields.text("link", Links.LENGTH_MAX));
        }
        links.restore(last);
    }

    private void page(Page page, int scrollbackMax, Lines.Changes changes)
            throws MalformedKeyframeException {
        int columns = page.columns();
        int rows = page.rows();
        int scrollback = fields.number("scrollback", 0, scrollbackMax);
        page.x = fields.number("cursor column", 0, columns - 1);
        page.y = fields.number("cursor row", 0, rows - 1);
        page.pendingWrap = fields.flag("pending wrap");
        page.top = fields.number("top margin", 0, rows - 1);
        page.bottom = fields.number("bottom margin", page.top, rows - 1);
        page.left = fields.number("left margin", 0, columns - 2);
        page.right = fields.number("right margin", page.left + 1, columns - 1);
        page.saved = fields.flag("saved cursor") ? saved() : null;
        Line blank = new Line(columns).freeze();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < scrollback + rows; i++) {
            lines.add(new LineReader(fields, columns).read(blank));
        }
        page.lines = new Lines(new Size(columns, rows), scrollbackMax, changes, lines);
    }

    private SavedCursor saved() throws MalformedKeyframeException {
        int x = fields.number("saved column", 0, Size.COLUMNS_MAX - 1);
        int y = fields.number("saved row", 0, Size.ROWS_MAX - 1);
        int fore = fore();
        int back = back();
        int underline = fields.number("underline colour", 0, Packed.COLOUR);
        require("underline colour: no colour", Packed.isColour(underline));
        int charsets = packedCharsets();
        SavedCursor.Origin origin =
                fields.flag("saved origin")
                        ? SavedCursor.Origin.MARGINS
                        : SavedCursor.Origin.SCREEN;
        return new SavedCursor(x, y, fore, back, underline, charsets, origin);
    }

    private Unfinished unfinished() throws MalformedKeyframeException {
        Unfinished unfinished = new Unfinished();
        unfinished.state = fields.number("parser state", 0, Transitions.STATES - 1);
        if (unfinished.collecting()) {
            unfinished.collected = fields.number("collected", 0, Unfinished.TOO_MANY);
        }
        if (unfinished.hasParameters()) {
            int[] parameters = new int[fields.number("parameters", 1, Parameters.COUNT_MAX + 1)];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] =
                        fields.number("parameter", 0, ((Parameters.VALUE_MAX + 1) << 1) | 1);
            }
            unfinished.parameters.unpack(parameters);
        }
        String text = fields.text("command", Unfinished.TEXT_MAX + 2);
        require(
                "command: text outside of one",
                text.isEmpty() || unfinished.state == Transitions.OSC);
        unfinished.text.append(text);
        int needed = fields.number("bytes needed", 0, 3);
        int soFar = fields.number("character begun", 0, Character.MAX_CODE_POINT);
        require("character begun: none in UTF-8", unfinished.utf8.resume(needed, soFar));
        return unfinished;
    }
}
