package dev.sallyport.model.terminal;

import java.util.List;

/// How the cursor looks (DECSCUSR).
public enum CursorShape {
    BLOCK(0),
    UNDERLINE(1),
    BAR(2);

    static final int NUMBER_MAX = 2;

    private static final List<CursorShape> BY_NUMBER = List.of(values());

    private final int number;

    CursorShape(int number) {
        this.number = number;
    }

    /// In a keyframe.
    int number() {
        return number;
    }

    static CursorShape of(int number) {
        return BY_NUMBER.get(number);
    }
}
