package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.KeyframeFields.require;

/// Reads one line of a keyframe.
final class LineReader {
    private final KeyframeFields fields;
    private final int columns;

    LineReader(KeyframeFields fields, int columns) {
        this.fields = fields;
        this.columns = columns;
    }

    /// @param blank what is given back for a blank line, so that many of them cost nothing
    Line read(Line blank) throws MalformedKeyframeException {
        int head = fields.number("line", 1 << KeyframeWriter.LINE_FLAGS, Integer.MAX_VALUE);
        int runs = head >> KeyframeWriter.LINE_FLAGS;
        KeyframeFields.check("runs", runs, 1, columns);
        Line line = new Line(columns);
        line.wrapped = (head & KeyframeWriter.WRAPPED) != 0;
        int column = 0;
        for (int i = 0; i < runs; i++) {
            column = run(line, column);
        }
        require("line: " + column + " (expected: " + columns + " columns)", column == columns);
        if ((head & KeyframeWriter.MARKED) != 0) {
            marks(line);
        }
        if ((head & KeyframeWriter.WITH_EXTRAS) != 0) {
            extras(line);
        }
        return line.equals(blank) ? blank : line.freeze();
    }

    private int run(Line line, int from) throws MalformedKeyframeException {
        int head = fields.number("run", 1 << KeyframeWriter.KINDS, Integer.MAX_VALUE);
        int kind = head & (1 << KeyframeWriter.KINDS) - 1;
        int width = kind == KeyframeWriter.WIDE ? 2 : 1;
        KeyframeFields.check("kind of cells", kind, KeyframeWriter.EMPTY, KeyframeWriter.WIDE);
        int count = head >> KeyframeWriter.KINDS;
        KeyframeFields.check("cells", count, 1, (columns - from) / width);
        Pen pen = new Pen();
        pen.fore = style(fields.bits("foreground"));
        pen.back = style(fields.bits("background"));
        int underline = (pen.back & Packed.UNDERLINE) >>> Packed.UNDERLINE_SHIFT;
        KeyframeFields.check("underline", underline, 0, Underline.NUMBER_MAX);
        int column = from;
        for (int i = 0; i < count; i++) {
            line.put(column, kind == KeyframeWriter.EMPTY ? 0 : character(), width, pen);
            column += width;
        }
        return column;
    }

    private static int style(int packed) throws MalformedKeyframeException {
        require("style: no colour", Packed.isColour(packed & Packed.COLOUR));
        return packed;
    }

    private int character() throws MalformedKeyframeException {
        int codePoint = fields.number("character", 0x20, Character.MAX_CODE_POINT);
        require("character: " + codePoint + " (expected: one that is shown)", shown(codePoint));
        return codePoint;
    }

    private static boolean shown(int codePoint) {
        boolean control = (codePoint >= 0x7F && codePoint <= 0x9F) || codePoint < 0x20;
        boolean surrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !control && !surrogate;
    }

    private void marks(Line line) throws MalformedKeyframeException {
        int count = fields.number("marks", 1, columns);
        int next = 0;
        for (int i = 0; i < count; i++) {
            int column = fields.number("marked column", next, columns - 1);
            require("marked column: " + column + " is empty", line.codePoint(column) != 0);
            String marks = fields.text("marks", Marks.ON_ONE_MAX);
            require(
                    "marks: one that is not shown",
                    !marks.isEmpty() && marks.codePoints().allMatch(LineReader::shown));
            line.setMarks(column, marks);
            next = column + 1;
        }
    }

    private void extras(Line line) throws MalformedKeyframeException {
        int count = fields.number("extras", 1, columns);
        int next = 0;
        for (int i = 0; i < count; i++) {
            int column = fields.number("column of an extra", next, columns - 1);
            long extra = fields.longNumber("extra", 1, Long.MAX_VALUE);
            require("underline colour: no colour", Packed.isColour((int) extra));
            line.setExtra(column, extra);
            next = column + 1;
        }
    }
}
