package dev.sallyport.model.terminal;

/// A colour as the program asked for it; which light that is on the screen, a theme decides.
public sealed interface Colour {

    /// The theme's own foreground or background.
    record Default() implements Colour {}

    /// One of the palette: 0-7 the named ones, 8-15 their bright forms, 16-231 a cube, 232-255 greys.
    ///
    /// @param index 0 to 255
    record Indexed(int index) implements Colour {
        public Indexed {
            if (index < 0 || index > 255) {
                throw new IllegalArgumentException("index: " + index + " (expected: 0 to 255)");
            }
        }
    }

    /// A colour in itself.
    ///
    /// @param rgb 0xRRGGBB
    record Rgb(int rgb) implements Colour {
        public Rgb {
            if (rgb < 0 || rgb > 0xFFFFFF) {
                throw new IllegalArgumentException("rgb: " + rgb + " (expected: 0 to 0xFFFFFF)");
            }
        }

        public int red() {
            return rgb >> 16;
        }

        public int green() {
            return (rgb >> 8) & 0xFF;
        }

        public int blue() {
            return rgb & 0xFF;
        }
    }
}
