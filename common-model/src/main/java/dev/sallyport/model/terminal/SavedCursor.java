package dev.sallyport.model.terminal;

/// What DECSC keeps and DECRC brings back.
///
/// @param charsets as [Charsets#packed] gives it
record SavedCursor(
        int x, int y, int fore, int back, int underlineColour, int charsets, Origin origin) {

    /// Whether rows counted from the margins then.
    enum Origin {
        SCREEN,
        MARGINS
    }

    static final SavedCursor HOME = new SavedCursor(0, 0, 0, 0, 0, 0, Origin.SCREEN);

    boolean fromMargins() {
        return origin == Origin.MARGINS;
    }

    SavedCursor at(int column, int row) {
        return new SavedCursor(column, row, fore, back, underlineColour, charsets, origin);
    }
}
