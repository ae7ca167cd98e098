package dev.sallyport.model.terminal;

import java.util.Set;

/// How a cell is drawn.
///
/// @param underlineColour [Colour.Default] for that of the foreground
public record Style(
        Colour foreground,
        Colour background,
        Underline underline,
        Colour underlineColour,
        Set<Attribute> attributes) {

    private static final Colour THEMES = new Colour.Default();

    /// As a program writes that asks for nothing.
    public static final Style PLAIN =
            new Style(THEMES, THEMES, Underline.NONE, THEMES, Set.<Attribute>of());

    public Style {
        attributes = Set.copyOf(attributes);
    }

    public boolean has(Attribute attribute) {
        return attributes.contains(attribute);
    }
}
