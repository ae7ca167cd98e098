package dev.sallyport.gateway.cli;

import java.util.List;
import java.util.Locale;

/// Makes text of strangers harmless for a terminal: statements, names and reasons may hold escape sequences that move
/// the cursor, or marks that reverse or hide what stands there, so that somebody approves what they did not read.
///
/// Whatever is not visible as itself becomes visible as `<U+001B>`; letters of all scripts stay.
final class Plain {
    private Plain() {}

    /// The text in one line, line breaks and tabs as `\n`, `\r`, `\t`.
    static String line(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\n' -> plain.append("\\n");
                        case '\r' -> plain.append("\\r");
                        case '\t' -> plain.append("\\t");
                        default -> append(plain, c);
                    }
                });
        return plain.toString();
    }

    /// The text in its own lines, each of them harmless; a tab becomes four spaces.
    static List<String> lines(String text) {
        return text.replace("\r\n", "\n").replace("\t", "    ").lines().map(Plain::line).toList();
    }

    /// The text in one line of at most so many characters; what does not fit ends in `…`.
    static String line(String text, int charsMax) {
        String line = line(text);
        if (line.codePointCount(0, line.length()) <= charsMax) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, charsMax - 1)) + "…";
    }

    private static void append(StringBuilder plain, int c) {
        boolean visible =
                switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            false;
                    // Of all spaces only the one that everybody knows: the others look like it, or
                    // like nothing.
                    case Character.SPACE_SEPARATOR -> c == ' ';
                    default -> true;
                };
        if (visible) {
            plain.appendCodePoint(c);
        } else {
            plain.append(String.format(Locale.ROOT, "<U+%04X>", c));
        }
    }
}
