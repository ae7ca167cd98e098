package dev.sallyport.model.terminal;

import java.util.Arrays;
import java.util.OptionalInt;

/// The colours that the program changed from the theme's (OSC 4, 10, 11, 12), until it takes that back.
final class Palette {
    static final int FOREGROUND = 256;
    static final int BACKGROUND = 257;
    static final int CURSOR = 258;
    static final int SIZE = 259;
    static final int THEMES = -1;

    private int[] colours = {};

    Palette() {}

    Palette(Palette other) {
        colours = other.colours.clone();
    }

    OptionalInt rgb(int index) {
        return colours.length == 0 || colours[index] == THEMES
                ? OptionalInt.empty()
                : OptionalInt.of(colours[index]);
    }

    void set(int index, int rgb) {
        if (colours.length == 0) {
            colours = new int[SIZE];
            Arrays.fill(colours, THEMES);
        }
        colours[index] = rgb;
    }

    void reset(int index) {
        if (colours.length != 0) {
            colours[index] = THEMES;
        }
    }

    /// All of the indexed ones.
    void resetIndexed() {
        for (int index = 0; index < FOREGROUND; index++) {
            reset(index);
        }
    }

    boolean same(Palette other) {
        for (int index = 0; index < SIZE; index++) {
            if (!rgb(index).equals(other.rgb(index))) {
                return false;
            }
        }
        return true;
    }

    /// What XParseColor takes and programs send: `#rgb`, `#rrggbb` (and with 3 or 4 digits), `rgb:r/g/b` with 1 to 4
    /// digits each; names of colours are not known.
    static OptionalInt parse(String text) {
        if (text.startsWith("#")) {
            int digits = (text.length() - 1) / 3;
            if (digits >= 1 && digits <= 4 && text.length() == 1 + 3 * digits) {
                return rgb(
                        text.substring(1, 1 + digits),
                        text.substring(1 + digits, 1 + 2 * digits),
                        text.substring(1 + 2 * digits),
                        Scale.PADDED);
            }
        } else if (text.startsWith("rgb:")) {
            String[] parts = text.substring(4).split("/", 4);
            if (parts.length == 3) {
                return rgb(parts[0], parts[1], parts[2], Scale.STRETCHED);
            }
        }
        return OptionalInt.empty();
    }

    // XParseColor(3): `#` gives the most significant bits, `rgb:` a fraction of the greatest number
    // of so many digits.
    private enum Scale {
        PADDED,
        STRETCHED
    }

    private static OptionalInt rgb(String red, String green, String blue, Scale scale) {
        int r = part(red, scale);
        int g = part(green, scale);
        int b = part(blue, scale);
        return (r | g | b) < 0 ? OptionalInt.empty() : OptionalInt.of((r << 16) | (g << 8) | b);
    }

    private static int part(String hex, Scale scale) {
        if (hex.isEmpty() || hex.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = hex.charAt(i) < 0x80 ? Character.digit(hex.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        int bits = 4 * hex.length();
        return switch (scale) {
            case PADDED -> bits < 8 ? value << (8 - bits) : value >> (bits - 8);
            case STRETCHED -> (value * 255 * 2 / ((1 << bits) - 1) + 1) / 2;
        };
    }
}
