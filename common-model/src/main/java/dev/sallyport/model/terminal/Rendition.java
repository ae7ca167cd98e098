package dev.sallyport.model.terminal;

/// SGR: how the next characters look.
///
/// Colours of 38, 48 and 58 come as `38;5;n`, `38;2;r;g;b`, and with colons as `38:5:n`, `38:2:r:g:b` and
/// `38:2:space:r:g:b` (ITU-T T.416); what is cut short changes nothing.
final class Rendition {
    private Rendition() {}

    static void apply(Parameters parameters, Pen pen) {
        int i = 0;
        while (i < parameters.count()) {
            int next = i + 1;
            while (parameters.isSub(next)) {
                next++;
            }
            int code = parameters.get(i);
            if (code == 38 || code == 48 || code == 58) {
                next = colour(parameters, i, next, pen);
            } else if (code == 4 && next > i + 1) {
                underline(parameters.raw(i + 1), pen);
            } else {
                simple(code, pen);
            }
            i = next;
        }
    }

    private static void simple(int code, Pen pen) {
        switch (code) {
            case 0 -> pen.reset();
            case 1 -> pen.fore |= Packed.BOLD;
            case 2 -> pen.fore |= Packed.DIM;
            case 3 -> pen.fore |= Packed.ITALIC;
            case 4 -> underline(Underline.SINGLE.number(), pen);
            case 5, 6 -> pen.fore |= Packed.BLINK;
            case 7 -> pen.fore |= Packed.INVERSE;
            case 8 -> pen.fore |= Packed.HIDDEN;
            case 9 -> pen.back |= Packed.STRIKE;
            case 21 -> underline(Underline.DOUBLE.number(), pen);
            case 22 -> pen.fore &= ~(Packed.BOLD | Packed.DIM);
            case 23 -> pen.fore &= ~Packed.ITALIC;
            case 24 -> underline(Underline.NONE.number(), pen);
            case 25 -> pen.fore &= ~Packed.BLINK;
            case 27 -> pen.fore &= ~Packed.INVERSE;
            case 28 -> pen.fore &= ~Packed.HIDDEN;
            case 29 -> pen.back &= ~Packed.STRIKE;
            case 39 -> pen.fore &= ~Packed.COLOUR;
            case 49 -> pen.back &= ~Packed.COLOUR;
            case 53 -> pen.back |= Packed.OVERLINE;
            case 55 -> pen.back &= ~Packed.OVERLINE;
            case 59 -> pen.underlineColour(0);
            default -> named(code, pen);
        }
    }

    // The sixteen that have codes of their own.
    private static void named(int code, Pen pen) {
        if (code >= 30 && code <= 37) {
            foreground(Packed.INDEXED | (code - 30), pen);
        } else if (code >= 40 && code <= 47) {
            background(Packed.INDEXED | (code - 40), pen);
        } else if (code >= 90 && code <= 97) {
            foreground(Packed.INDEXED | (code - 90 + 8), pen);
        } else if (code >= 100 && code <= 107) {
            background(Packed.INDEXED | (code - 100 + 8), pen);
        }
    }

    // A style that is not known is a single line, as with xterm.js.
    private static void underline(int style, Pen pen) {
        int known = style < 0 || style > Underline.NUMBER_MAX ? 1 : style;
        pen.back = (pen.back & ~Packed.UNDERLINE) | (known << Packed.UNDERLINE_SHIFT);
    }

    private static void foreground(int colour, Pen pen) {
        pen.fore = (pen.fore & ~Packed.COLOUR) | colour;
    }

    private static void background(int colour, Pen pen) {
        pen.back = (pen.back & ~Packed.COLOUR) | colour;
    }

    /// @param end where the subparameters of `at` end
    /// @return where the next parameter is
    private static int colour(Parameters parameters, int at, int end, Pen pen) {
        if (end > at + 1) {
            int values = end - at - 2;
            if (parameters.raw(at + 1) == 2 && values >= 3) {
                int first = values >= 4 ? at + 3 : at + 2; // a colour space may stand before
                set(parameters.get(at), rgb(parameters, first), pen);
            } else if (parameters.raw(at + 1) == 5 && values >= 1) {
                set(parameters.get(at), Packed.INDEXED | (parameters.get(at + 2) & 0xFF), pen);
            }
            return end;
        }
        return switch (parameters.get(at + 1)) {
            case 2 -> {
                if (at + 4 < parameters.count()) {
                    set(parameters.get(at), rgb(parameters, at + 2), pen);
                }
                yield at + 5;
            }
            case 5 -> {
                if (at + 2 < parameters.count()) {
                    set(parameters.get(at), Packed.INDEXED | (parameters.get(at + 2) & 0xFF), pen);
                }
                yield at + 3;
            }
            default -> at + 2;
        };
    }

    private static int rgb(Parameters parameters, int at) {
        return Packed.RGB
                | ((parameters.get(at) & 0xFF) << 16)
                | ((parameters.get(at + 1) & 0xFF) << 8)
                | (parameters.get(at + 2) & 0xFF);
    }

    private static void set(int target, int colour, Pen pen) {
        switch (target) {
            case 38 -> foreground(colour, pen);
            case 48 -> background(colour, pen);
            default -> pen.underlineColour(colour);
        }
    }
}
