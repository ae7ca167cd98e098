package dev.sallyport.model.terminal;

/// Clears, inserts and deletes around the cursor: the sequences that ECMA-48 calls editor functions.
///
/// What is erased takes the pen's background, as xterm does it. Where xterm.js and DEC's manuals leave room, it is done
/// as xterm.js does it: erasing with a wrap pending starts after the last column.
final class Erasing {
    private final State state;

    Erasing(State state) {
        this.state = state;
    }

    /// Which characters go.
    enum Which {
        ALL,
        /// DECSED, DECSEL: those that DECSCA has not protected.
        UNPROTECTED
    }

    /// ED: 0 from the cursor on, 1 up to it, 2 all, 3 the scrollback.
    void inDisplay(int part, Which which) {
        Page page = state.page();
        switch (part) {
            case 0 -> {
                cells(page, page.next(), page.columns(), which);
                if (page.next() == 0) {
                    unwrap(page, page.y);
                }
                rows(page, page.y + 1, page.rows(), which);
            }
            case 1 -> {
                cells(page, 0, Math.min(page.next() + 1, page.columns()), which);
                unwrap(page, page.y);
                if (page.next() + 1 >= page.columns() && page.y + 1 < page.rows()) {
                    unwrap(page, page.y + 1);
                }
                rows(page, 0, page.y, which);
            }
            case 2 -> rows(page, 0, page.rows(), which);
            case 3 -> page.lines.clearScrollback();
            default -> {}
        }
    }

    /// EL: 0 from the cursor on, 1 up to it, 2 all.
    void inLine(int part, Which which) {
        Page page = state.page();
        switch (part) {
            case 0 -> {
                cells(page, page.next(), page.columns(), which);
                if (page.next() == 0) {
                    unwrap(page, page.y);
                }
            }
            case 1 -> cells(page, 0, Math.min(page.next() + 1, page.columns()), which);
            case 2 -> rows(page, page.y, page.y + 1, which);
            default -> {}
        }
    }

    private void cells(Page page, int from, int to, Which which) {
        if (from < to) {
            Line line = page.writable();
            switch (which) {
                case ALL -> Cells.erase(line, from, to, state.pen.erased());
                case UNPROTECTED -> Cells.eraseUnprotected(line, from, to, state.pen.erased());
            }
        }
    }

    private void rows(Page page, int from, int to, Which which) {
        for (int row = from; row < to; row++) {
            switch (which) {
                case ALL -> page.lines.clear(row, state.pen.erased());
                case UNPROTECTED -> {
                    Line line = page.lines.writable(row);
                    Cells.eraseUnprotected(line, 0, page.columns(), state.pen.erased());
                    line.wrapped = false;
                }
            }
        }
    }

    private static void unwrap(Page page, int row) {
        if (page.lines.get(row).wrapped) {
            page.lines.writable(row).wrapped = false;
        }
    }

    /// ECH.
    void characters(int count) {
        Page page = state.page();
        page.pendingWrap = false;
        int to = Math.min(page.x + count, page.columns());
        Cells.erase(page.writable(), page.x, to, state.pen.erased());
    }

    /// ICH.
    void insertCharacters(int count) {
        Page page = state.page();
        page.pendingWrap = false;
        if (betweenSides(page)) {
            Cells.insert(page.writable(), page.x, count, page.right + 1, state.pen.erased());
        }
    }

    /// DCH.
    void deleteCharacters(int count) {
        Page page = state.page();
        page.pendingWrap = false;
        if (betweenSides(page)) {
            Cells.delete(page.writable(), page.x, count, page.right + 1, state.pen.erased());
        }
    }

    /// IL.
    void insertLines(int count) {
        Page page = state.page();
        page.pendingWrap = false;
        if (betweenSides(page) && betweenTopAndBottom(page)) {
            Scrolling.moveDown(state, page.y, count);
            page.x = page.left;
        }
    }

    /// DL.
    void deleteLines(int count) {
        Page page = state.page();
        page.pendingWrap = false;
        if (betweenSides(page) && betweenTopAndBottom(page)) {
            Scrolling.moveUp(state, page.y, count);
            page.x = page.left;
        }
    }

    /// DECIC.
    void insertColumns(int count) {
        Page page = state.page();
        if (betweenSides(page) && betweenTopAndBottom(page)) {
            Scrolling.moveRight(state, page.x, count);
        }
    }

    /// DECDC.
    void deleteColumns(int count) {
        Page page = state.page();
        if (betweenSides(page) && betweenTopAndBottom(page)) {
            Scrolling.moveLeft(state, page.x, count);
        }
    }

    /// SL.
    void scrollLeft(int count) {
        Page page = state.page();
        if (betweenTopAndBottom(page)) {
            Scrolling.moveLeft(state, page.left, count);
        }
    }

    /// SR.
    void scrollRight(int count) {
        Page page = state.page();
        if (betweenTopAndBottom(page)) {
            Scrolling.moveRight(state, page.left, count);
        }
    }

    private static boolean betweenSides(Page page) {
        return page.x >= page.left && page.x <= page.right;
    }

    private static boolean betweenTopAndBottom(Page page) {
        return page.y >= page.top && page.y <= page.bottom;
    }

    /// DECALN: the screen full of plain E, to align a tube by.
    void alignmentPattern() {
        Page page = state.page();
        Line pattern = new Line(page.columns());
        Pen pen = new Pen();
        for (int column = 0; column < page.columns(); column++) {
            pattern.put(column, 'E', 1, pen);
        }
        pattern.freeze();
        for (int row = 0; row < page.rows(); row++) {
            page.lines.set(row, pattern);
        }
        page.resetMargins();
        page.x = 0;
        page.y = 0;
        page.pendingWrap = false;
    }
}
