package dev.sallyport.model.terminal;

/// Moves the cursor: to places, by steps, to tab stops, and back to where it was saved.
final class Movement {
    private final State state;

    Movement(State state) {
        this.state = state;
    }

    /// CUP: row and column from 0, counted from the margins in origin mode.
    void to(int row, int column) {
        Page page = state.page();
        boolean origin = state.on(Mode.ORIGIN);
        place(page, row + (origin ? page.top : 0), column + (origin ? page.left : 0));
    }

    /// CHA, HPA.
    void toColumn(int column) {
        Page page = state.page();
        place(page, page.y, column + (state.on(Mode.ORIGIN) ? page.left : 0));
    }

    /// VPA.
    void toRow(int row) {
        Page page = state.page();
        place(page, row + (state.on(Mode.ORIGIN) ? page.top : 0), page.x);
    }

    /// HPR, VPR: as far as the screen goes, margins or not.
    void by(int rows, int columns) {
        Page page = state.page();
        place(page, page.y + rows, page.x + columns);
    }

    private void place(Page page, int row, int column) {
        boolean origin = state.on(Mode.ORIGIN);
        page.y = Math.clamp(row, origin ? page.top : 0, origin ? page.bottom : page.rows() - 1);
        page.x =
                Math.clamp(
                        column, origin ? page.left : 0, origin ? page.right : page.columns() - 1);
        page.pendingWrap = false;
    }

    /// CUU: not past the top margin from below it.
    void up(int count) {
        Page page = state.page();
        int limit = page.y >= page.top ? page.top : 0;
        place(page, Math.max(limit, page.y - count), page.x);
    }

    /// CUD: not past the bottom margin from above it.
    void down(int count) {
        Page page = state.page();
        int limit = page.y <= page.bottom ? page.bottom : page.rows() - 1;
        place(page, Math.min(limit, page.y + count), page.x);
    }

    /// CUF.
    void forward(int count) {
        Page page = state.page();
        int limit = page.x <= page.right ? page.right : page.columns() - 1;
        place(page, page.y, Math.min(limit, page.x + count));
    }

    /// CUB.
    void backward(int count) {
        Page page = state.page();
        int limit = page.x >= page.left ? page.left : 0;
        place(page, page.y, Math.max(limit, page.x - count));
    }

    /// CR.
    void lineStart() {
        Page page = state.page();
        page.x = page.x >= page.left ? page.left : 0;
        page.pendingWrap = false;
    }

    /// LF, VT, FF, IND: down, scrolling at the bottom margin.
    void lineFeed() {
        Page page = state.page();
        if (page.y == page.bottom) {
            if (page.x >= page.left && page.x <= page.right) {
                Scrolling.up(state);
            }
        } else if (page.y < page.rows() - 1) {
            page.y++;
            if (page.line().wrapped) {
                page.writable().wrapped = false;
            }
        }
        page.pendingWrap = false;
    }

    /// RI: up, scrolling at the top margin.
    void reverseLineFeed() {
        Page page = state.page();
        if (page.y == page.top) {
            if (page.x >= page.left && page.x <= page.right) {
                Scrolling.moveDown(state, page.top, 1);
            }
        } else if (page.y > 0) {
            page.y--;
        }
        page.pendingWrap = false;
    }

    /// BS.
    void backspace() {
        Page page = state.page();
        boolean wrapPending = page.pendingWrap;
        page.pendingWrap = false;
        if (state.on(Mode.REVERSE_WRAP)) {
            if (wrapPending) {
                return;
            }
            if (page.x == 0 && page.line().wrapped && page.y > page.top && page.y <= page.bottom) {
                page.writable().wrapped = false;
                page.y--;
                page.x = page.columns() - 1;
                if (page.line().content(page.x) == 0) {
                    page.x--; // left empty by a wide character that did not fit
                }
                return;
            }
        }
        if (page.x > (page.x >= page.left ? page.left : 0)) {
            page.x--;
        }
    }

    /// HT, CHT.
    void tabForward(int count) {
        Page page = state.page();
        if (page.pendingWrap) {
            return;
        }
        int limit = page.x <= page.right ? page.right : page.columns() - 1;
        for (int i = 0; i < count && page.x < limit; i++) {
            int stop = state.tabs.nextSetBit(page.x + 1);
            page.x = stop < 0 ? limit : Math.min(stop, limit);
        }
    }

    /// CBT.
    void tabBackward(int count) {
        Page page = state.page();
        if (page.pendingWrap) {
            return;
        }
        for (int i = 0; i < count && page.x > 0; i++) {
            page.x = Math.max(0, state.tabs.previousSetBit(page.x - 1));
        }
    }

    /// HTS.
    void setTab() {
        Page page = state.page();
        if (!page.pendingWrap) {
            state.tabs.set(page.x);
        }
    }

    /// TBC: 0 the one here, 3 all.
    void clearTab(int which) {
        Page page = state.page();
        if (which == 3) {
            state.tabs.clear();
        } else if (which == 0 && !page.pendingWrap) {
            state.tabs.clear(page.x);
        }
    }

    /// DECSTBM: rows from 1, 0 for the outermost; ignored where they make no region.
    void topAndBottom(int first, int last) {
        Page page = state.page();
        int top = Math.max(first, 1);
        int bottom = last == 0 || last > page.rows() ? page.rows() : last;
        if (bottom > top) {
            page.top = top - 1;
            page.bottom = bottom - 1;
            to(0, 0);
        }
    }

    /// DECSLRM: columns from 1, 0 for the outermost; ignored where they make no region.
    void leftAndRight(int first, int last) {
        Page page = state.page();
        int left = Math.max(first, 1);
        int right = last == 0 || last > page.columns() ? page.columns() : last;
        if (right > left) {
            page.left = left - 1;
            page.right = right - 1;
            to(0, 0);
        }
    }

    /// DECSC.
    void save() {
        Page page = state.page();
        page.saved =
                new SavedCursor(
                        page.x,
                        page.y,
                        state.pen.fore,
                        state.pen.back,
                        (int) state.pen.extra & Packed.COLOUR,
                        state.charsets.packed(),
                        state.on(Mode.ORIGIN)
                                ? SavedCursor.Origin.MARGINS
                                : SavedCursor.Origin.SCREEN);
    }

    /// DECRC; where nothing was saved, home and a plain pen.
    void restore() {
        Page page = state.page();
        SavedCursor saved = page.saved == null ? SavedCursor.HOME : page.saved;
        switch (saved.origin()) {
            case MARGINS -> state.set(Mode.ORIGIN);
            case SCREEN -> state.clear(Mode.ORIGIN);
        }
        place(page, saved.y(), saved.x());
        state.pen.fore = saved.fore();
        state.pen.back = saved.back();
        state.pen.underlineColour(saved.underlineColour());
        state.charsets.unpack(saved.charsets());
    }
}
