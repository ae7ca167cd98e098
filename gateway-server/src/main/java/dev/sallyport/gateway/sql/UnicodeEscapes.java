package dev.sallyport.gateway.sql;

import org.jspecify.annotations.Nullable;

/// Decodes `U&'…'` and `U&"…"`, so that a table cannot hide behind `U&"\0075sers"`.
final class UnicodeEscapes {
    private UnicodeEscapes() {}

    /// The text with `\XXXX`, `\+XXXXXX` and `\\` decoded (manual, section 4.1.2.3), or null where it is invalid.
    static @Nullable String decode(String raw, char escape) {
        if (raw.indexOf(escape) < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c != escape) {
                out.append(c);
                i++;
                continue;
            }
            if (i + 1 < raw.length() && raw.charAt(i + 1) == escape) {
                out.append(escape);
                i += 2;
                continue;
            }
            boolean six = i + 1 < raw.length() && raw.charAt(i + 1) == '+';
            int digits = i + (six ? 2 : 1);
            int end = digits + (six ? 6 : 4);
            int point = end <= raw.length() ? hex(raw, digits, end) : -1;
            if (point <= 0 || point > Character.MAX_CODE_POINT) {
                return null;
            }
            out.appendCodePoint(point);
            i = end;
        }
        return Identifiers.isWellFormed(out.toString(), 0, out.length()) ? out.toString() : null;
    }

    private static int hex(String raw, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Lexer.isHexDigit(raw.charAt(i)) ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
