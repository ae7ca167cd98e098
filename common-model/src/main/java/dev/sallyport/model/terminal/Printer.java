package dev.sallyport.model.terminal;

/// Writes characters where the cursor is: wrapping, wide characters, and marks that join the one before.
final class Printer {
    static final int REPEATS_MAX = 4096;

    private static final int EMOJI_PRESENTATION = 0xFE0F;

    private final State state;

    Printer(State state) {
        this.state = state;
    }

    /// Writes bytes that are all printable ASCII.
    void printAscii(byte[] text, int from, int to) {
        Page page = state.page();
        int at = from;
        while (at < to) {
            if (page.pendingWrap || !state.charsets.plain() || state.on(Mode.INSERT)) {
                print(text[at++] & 0xFF);
                continue;
            }
            int edge = edge(page);
            int count = Math.min(edge + 1 - page.x, to - at);
            Line line = page.writable();
            line.cut(page.x, state.pen);
            line.cut(page.x + count, state.pen);
            line.putAll(page.x, text, at, at + count, state.pen);
            advance(page, count, edge);
            at += count;
        }
        state.afterPrint = true;
    }

    void print(int given) {
        int codePoint = state.charsets.plain() ? given : state.charsets.translate(given);
        if (state.afterPrint && state.on(Mode.GRAPHEME_CLUSTERS) && joined(codePoint)) {
            return;
        }
        int width = CharacterTable.width(codePoint);
        if (width == 0) {
            mark(codePoint);
        } else {
            put(codePoint, width);
        }
        state.afterPrint = true;
    }

    /// REP: the character that was just written, so many times more.
    ///
    /// Never more than [#REPEATS_MAX], which fills a usual screen: eight bytes must not cost more.
    void repeat(int count) {
        Page page = state.page();
        int column = previous(page);
        if (!state.afterPrint || column < 0) {
            return;
        }
        int times = Math.min(count, REPEATS_MAX);
        Line line = page.line();
        int codePoint = line.codePoint(column);
        int width = line.width(column);
        String marks = line.marks(column);
        for (int i = 0; i < times && codePoint != 0; i++) {
            put(codePoint, width);
            marks.codePoints().forEach(this::mark);
        }
    }

    private void put(int codePoint, int width) {
        Page page = state.page();
        Pen pen = state.pen;
        int edge = edge(page);
        if (page.pendingWrap || page.x + width - 1 > edge) {
            if (state.on(Mode.AUTOWRAP)) {
                wrap(page, edge);
                edge = edge(page);
            } else if (width == 2) {
                page.x = edge;
                page.pendingWrap = false;
                return;
            }
            page.pendingWrap = false;
        }
        Line line = page.writable();
        if (state.on(Mode.INSERT)) {
            Cells.insert(line, page.x, width, edge + 1, pen.erased());
        }
        line.cut(page.x, pen);
        line.cut(page.x + width, pen);
        line.put(page.x, codePoint, width, pen);
        advance(page, width, edge);
    }

    private void wrap(Page page, int edge) {
        if (!page.pendingWrap) {
            // A wide character has no room in the last column.
            Line line = page.writable();
            line.cut(page.x, state.pen);
            line.cut(edge + 1, state.pen);
            line.clear(page.x, edge + 1, state.pen);
        }
        boolean wholeLine = page.fullWidth();
        if (page.y == page.bottom) {
            Scrolling.up(state);
        } else if (page.y < page.rows() - 1) {
            page.y++;
        }
        if (wholeLine) {
            page.writable().wrapped = true;
        }
        page.x = page.left;
        page.pendingWrap = false;
    }

    private static void advance(Page page, int count, int edge) {
        page.x += count;
        if (page.x > edge) {
            page.x = edge;
            page.pendingWrap = true;
        }
    }

    private static int edge(Page page) {
        return page.x <= page.right ? page.right : page.columns() - 1;
    }

    /// The column of the character left of the cursor, negative if there is none.
    private static int previous(Page page) {
        int column = page.next() - 1;
        return column > 0 && page.line().width(column) == 0 ? column - 1 : column;
    }

    // Controls of direction would turn round what a person reads, and byte order marks are nothing
    // to see.
    private static boolean isInvisible(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0xFEFF;
    }

    private void mark(int codePoint) {
        if (isInvisible(codePoint)) {
            return;
        }
        Page page = state.page();
        int column = previous(page);
        if (column >= 0 && page.line().codePoint(column) != 0) {
            page.writable().addMark(column, codePoint);
        }
    }

    private boolean joined(int codePoint) {
        Page page = state.page();
        int column = previous(page);
        if (column < 0) {
            return false;
        }
        Line line = page.line();
        int base = line.codePoint(column);
        String marks = line.marks(column);
        if (base == 0 || !Clusters.joins(base, marks, codePoint)) {
            return false;
        }
        boolean widens =
                line.width(column) == 1
                        && (CharacterTable.width(codePoint) == 2
                                || Clusters.isRegional(base)
                                || (codePoint == EMOJI_PRESENTATION
                                        && Clusters.hasEmojiPresentation(base)));
        page.writable().addMark(column, codePoint);
        if (widens) {
            widen(page, column);
        }
        return true;
    }

    private void widen(Page page, int column) {
        int edge = edge(page);
        if (column < edge) {
            Line line = page.writable();
            line.cut(column + 2, state.pen);
            line.widen(column);
            page.x = column + 1;
            advance(page, 1, edge);
        } else if (state.on(Mode.AUTOWRAP)) {
            Line line = page.writable();
            int codePoint = line.codePoint(column);
            String marks = line.marks(column);
            line.clear(column, column + 1, state.pen);
            page.x = column;
            page.pendingWrap = false;
            put(codePoint, 2);
            marks.codePoints().forEach(this::mark);
        }
    }
}
