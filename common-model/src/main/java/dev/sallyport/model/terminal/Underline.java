package dev.sallyport.model.terminal;

import java.util.List;

/// The line below a character.
public enum Underline {
    NONE(0),
    SINGLE(1),
    DOUBLE(2),
    CURLY(3),
    DOTTED(4),
    DASHED(5);

    static final int NUMBER_MAX = 5;

    private static final List<Underline> BY_NUMBER = List.of(values());

    private final int number;

    Underline(int number) {
        this.number = number;
    }

    /// As in SGR 4:n.
    int number() {
        return number;
    }

    static Underline of(int number) {
        return BY_NUMBER.get(number);
    }
}
