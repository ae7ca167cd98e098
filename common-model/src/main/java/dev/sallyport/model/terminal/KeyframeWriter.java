package dev.sallyport.model.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/// A keyframe as bytes; [KeyframeReader] reads them in the same order.
///
/// Numbers are unsigned, least significant seven bits first, the highest bit saying that more follow; texts are their
/// length in bytes and UTF-8. A line is its runs of cells alike in width and style, each with its characters; it is
/// not compressed further, since what holds it does that.
final class KeyframeWriter {
    static final int VERSION = 1;

    // What a line's first number says besides how many runs there are.
    static final int WRAPPED = 1;
    static final int MARKED = 2;
    static final int WITH_EXTRAS = 4;
    static final int LINE_FLAGS = 3;

    // What the cells of a run are.
    static final int EMPTY = 0;
    static final int NARROW = 1;
    static final int WIDE = 2;
    static final int KINDS = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);

    byte[] write(Keyframe keyframe) {
        State state = keyframe.state;
        number(VERSION);
        number(state.size.columns());
        number(state.size.rows());
        number(state.scrollbackWanted);
        number((state.onAlternate ? 1 : 0) | (state.afterPrint ? 2 : 0));
        number(state.modes);
        number(state.shape.number());
        number(Integer.toUnsignedLong(state.pen.fore));
        number(Integer.toUnsignedLong(state.pen.back));
        number(state.pen.extra);
        number(state.charsets.packed());
        number(state.charsets.single() + 1);
        tabs(state);
        titles(state.titles);
        palette(state.palette);
        links(state.links);
        page(state.normal);
        page(state.alternate);
        unfinished(keyframe.unfinished);
        return out.toByteArray();
    }

    private void tabs(State state) {
        byte[] bits = state.tabs.toByteArray();
        number(bits.length);
        out.writeBytes(bits);
    }

    private void titles(Titles titles) {
        text(titles.title);
        text(titles.icon);
        texts(titles.keptTitles);
        texts(titles.keptIcons);
    }

    private void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    private void palette(Palette palette) {
        int count = 0;
        for (int index = 0; index < Palette.SIZE; index++) {
            count += palette.rgb(index).isPresent() ? 1 : 0;
        }
        number(count);
        for (int index = 0; index < Palette.SIZE; index++) {
            OptionalInt rgb = palette.rgb(index);
            if (rgb.isPresent()) {
                number(index);
                number(rgb.getAsInt());
            }
        }
    }

    private void links(Links links) {
        number(links.last());
        for (int number = Links.firstKept(links.last()); number <= links.last(); number++) {
            text(links.address(number).orElse(""));
        }
    }

    private void page(Page page) {
        number(page.lines.scrollback());
        number(page.x);
        number(page.y);
        number(page.pendingWrap ? 1 : 0);
        number(page.top);
        number(page.bottom);
        number(page.left);
        number(page.right);
        SavedCursor saved = page.saved;
        number(saved == null ? 0 : 1);
        if (saved != null) {
            saved(saved);
        }
        for (int row = -page.lines.scrollback(); row < page.rows(); row++) {
            line(page.lines.get(row));
        }
    }

    private void saved(SavedCursor saved) {
        number(saved.x());
        number(saved.y());
        number(Integer.toUnsignedLong(saved.fore()));
        number(Integer.toUnsignedLong(saved.back()));
        number(saved.underlineColour());
        number(saved.charsets());
        number(saved.fromMargins() ? 1 : 0);
    }

    private void line(Line line) {
        int columns = line.columns();
        int runs = 0;
        for (int at = 0; at < columns; at = endOfRun(line, at)) {
            runs++;
        }
        int marks = 0;
        int extras = 0;
        for (int column = 0; column < columns; column++) {
            marks += line.marks(column).isEmpty() ? 0 : 1;
            extras += line.extra(column) == 0 ? 0 : 1;
        }
        number(
                (runs << LINE_FLAGS)
                        | (line.wrapped ? WRAPPED : 0)
                        | (marks > 0 ? MARKED : 0)
                        | (extras > 0 ? WITH_EXTRAS : 0));
        for (int at = 0; at < columns; ) {
            int end = endOfRun(line, at);
            run(line, at, end);
            at = end;
        }
        if (marks > 0) {
            marks(line, marks);
        }
        if (extras > 0) {
            extras(line, extras);
        }
    }

    private static int kind(Line line, int column) {
        return line.width(column) == 2 ? WIDE : line.codePoint(column) == 0 ? EMPTY : NARROW;
    }

    private static int step(int kind) {
        return kind == WIDE ? 2 : 1;
    }

    private static int endOfRun(Line line, int from) {
        int kind = kind(line, from);
        int at = from + step(kind);
        while (at < line.columns()
                && kind(line, at) == kind
                && line.cells[at * Packed.CELL + 1] == line.cells[from * Packed.CELL + 1]
                && line.cells[at * Packed.CELL + 2] == line.cells[from * Packed.CELL + 2]) {
            at += step(kind);
        }
        return at;
    }

    private void run(Line line, int from, int to) {
        int kind = kind(line, from);
        number((((to - from) / step(kind)) << KINDS) | kind);
        number(Integer.toUnsignedLong(line.cells[from * Packed.CELL + 1]));
        number(Integer.toUnsignedLong(line.cells[from * Packed.CELL + 2]));
        if (kind != EMPTY) {
            for (int at = from; at < to; at += step(kind)) {
                number(line.codePoint(at));
            }
        }
    }

    private void marks(Line line, int count) {
        number(count);
        for (int column = 0; column < line.columns(); column++) {
            String marks = line.marks(column);
            if (!marks.isEmpty()) {
                number(column);
                text(marks);
            }
        }
    }

    private void extras(Line line, int count) {
        number(count);
        for (int column = 0; column < line.columns(); column++) {
            if (line.extra(column) != 0) {
                number(column);
                number(line.extra(column));
            }
        }
    }

    private void unfinished(Unfinished unfinished) {
        number(unfinished.state);
        if (unfinished.collecting()) {
            number(unfinished.collected);
        }
        if (unfinished.hasParameters()) {
            int[] parameters = unfinished.parameters.packed();
            number(parameters.length);
            for (int parameter : parameters) {
                number(parameter);
            }
        }
        text(unfinished.text.toString());
        number(unfinished.utf8.needed);
        number(unfinished.utf8.codePoint);
    }

    private void number(long value) {
        long left = value;
        while (left < 0 || left > 0x7F) {
            out.write(((int) left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
    }
}
