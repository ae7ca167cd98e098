package dev.sallyport.model.terminal;

/// How a character is drawn, besides its colours and underline.
public enum Attribute {
    BOLD,
    DIM,
    ITALIC,
    BLINK,
    /// Foreground and background change places.
    INVERSE,
    /// Takes its cells and is not shown; it is still in the text that is copied or searched.
    HIDDEN,
    STRIKE,
    OVERLINE
}
