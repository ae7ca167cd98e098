package dev.sallyport.model.terminal;

import java.util.EnumSet;
import java.util.Set;

/// A cell's content and style as numbers, so that a line is one array and a run is written without an object.
///
/// A cell is three `int`s: content, fore, back. All zero is an empty cell of no style, so that a new array is a blank
/// line.
///
/// ```
/// content  0-20 code point, 0 for none   21 first half of a wide character   22 its second half   23 has marks
/// fore     0-23 colour   24-25 its kind   26 bold   27 dim   28 italic   29 blink   30 inverse   31 hidden
/// back     0-23 colour   24-25 its kind   26 strike   27 overline   28-30 underline   31 protected
/// extra    0-25 underline colour with its kind   32-62 number of the link; only in lines that have one
/// ```
final class Packed {
    static final int CELL = 3;

    static final int CODE_POINT = 0x1FFFFF;
    static final int WIDE = 1 << 21;
    static final int SECOND_HALF = 1 << 22;
    static final int HAS_MARKS = 1 << 23;

    static final int COLOUR = 0x3FFFFFF;
    static final int INDEXED = 1 << 24;
    static final int RGB = 2 << 24;

    static final int BOLD = 1 << 26;
    static final int DIM = 1 << 27;
    static final int ITALIC = 1 << 28;
    static final int BLINK = 1 << 29;
    static final int INVERSE = 1 << 30;
    static final int HIDDEN = 1 << 31;

    static final int STRIKE = 1 << 26;
    static final int OVERLINE = 1 << 27;
    static final int UNDERLINE_SHIFT = 28;
    static final int UNDERLINE = 7 << UNDERLINE_SHIFT;
    static final int PROTECTED = 1 << 31;

    static final int LINK_SHIFT = 32;

    private static final Colour DEFAULT = new Colour.Default();

    private Packed() {}

    static Style style(int fore, int back, long extra) {
        if ((fore | back) == 0 && extra == 0) {
            return Style.PLAIN;
        }
        return new Style(
                colour(fore),
                colour(back),
                Underline.of((back & UNDERLINE) >>> UNDERLINE_SHIFT),
                colour((int) extra),
                attributes(fore, back));
    }

    static Colour colour(int packed) {
        int value = packed & 0xFFFFFF;
        return switch (packed & (INDEXED | RGB)) {
            case INDEXED -> new Colour.Indexed(value & 0xFF);
            case RGB -> new Colour.Rgb(value);
            default -> DEFAULT;
        };
    }

    /// Whether a number is a colour as this class writes it, and nothing else.
    static boolean isColour(int packed) {
        int value = packed & 0xFFFFFF;
        return switch (packed >>> 24) {
            case 0 -> value == 0;
            case 1 -> value <= 255;
            case 2 -> true;
            default -> false;
        };
    }

    private static Set<Attribute> attributes(int fore, int back) {
        EnumSet<Attribute> set = EnumSet.noneOf(Attribute.class);
        add(set, Attribute.BOLD, fore & BOLD);
        add(set, Attribute.DIM, fore & DIM);
        add(set, Attribute.ITALIC, fore & ITALIC);
        add(set, Attribute.BLINK, fore & BLINK);
        add(set, Attribute.INVERSE, fore & INVERSE);
        add(set, Attribute.HIDDEN, fore & HIDDEN);
        add(set, Attribute.STRIKE, back & STRIKE);
        add(set, Attribute.OVERLINE, back & OVERLINE);
        return set;
    }

    private static void add(EnumSet<Attribute> set, Attribute attribute, int bit) {
        if (bit != 0) {
            set.add(attribute);
        }
    }
}
