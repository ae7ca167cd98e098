package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.OPAQUE_STRING;
import static dev.sallyport.gateway.sql.Tokens.STRING;

import org.jspecify.annotations.Nullable;

/// Everything that stands between quotes: strings in their six forms and quoted identifiers.
///
/// A text's bypasses live here (`E'\''`, `$a$`, `U&"…"`, a string continued over a line break), so each form follows
/// `scan.l` to the letter. Every method takes where the token starts and where its opening quote is, and returns where
/// the text goes on.
final class Quotes {
    private final String text;
    private final int length;
    private final Tokens tokens;

    /// Index of a `U&` token whose `UESCAPE` may still come, or -1.
    private int pending = -1;

    private String pendingRaw = "";

    Quotes(String text, Tokens tokens) {
        this.text = text;
        this.length = text.length();
        this.tokens = tokens;
    }

    /// `'…'`: a quote is doubled, a backslash is only a backslash.
    int string(int start, int quote) {
        int end = closing(quote + 1, '\'');
        return endOfString(start, quote, end, Escapes.NONE);
    }

    /// `E'…'`: a backslash takes the next character with it.
    int escapeString(int start, int quote) {
        int end = closingEscaped(quote + 1);
        return endOfString(start, quote, end, Escapes.BACKSLASH);
    }

    int bitString(int start, int quote) {
        int end = closing(quote + 1, '\'');
        return endOfString(start, quote, end, Escapes.BITS);
    }

    /// `U&'…'`, whose escapes are known only after a `UESCAPE` that may follow.
    int unicodeString(int start, int quote) {
        int end = closing(quote + 1, '\'');
        int next = endOfString(start, quote, end, Escapes.UNICODE);
        if (next == end + 1) { // a continued one stays opaque
            awaitEscape(tokens.count() - 1, text.substring(quote + 1, end).replace("''", "'"));
        }
        return next;
    }

    int name(int start, int quote) {
        return quotedName(start, quote, Escapes.NONE);
    }

    int unicodeName(int start, int quote) {
        return quotedName(start, quote, Escapes.UNICODE);
    }

    /// `$tag$…$tag$`; the tag's letters count as they are written.
    int dollarString(int start) {
        int tagEnd = start + 1;
        if (tagEnd < length && Lexer.isIdentifierStart(text.charAt(tagEnd))) {
            while (tagEnd < length
                    && text.charAt(tagEnd) != '$'
                    && Lexer.isIdentifierPart(text.charAt(tagEnd))) {
                tagEnd++;
            }
        }
        if (tagEnd >= length || text.charAt(tagEnd) != '$') {
            tokens.flawed("a dollar sign that begins nothing");
            return start + 1;
        }
        String tag = text.substring(start, tagEnd + 1);
        int end = text.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            tokens.flawed("a dollar-quoted string without its end");
            return length;
        }
        check(start, end);
        String value = text.substring(tagEnd + 1, end);
        if (!settleWith(value)) {
            tokens.add(STRING, start, value);
        }
        return end + tag.length();
    }

    /// Called once after the last token: an escape that could still have come will not.
    void finish() {
        settle();
        if (text.indexOf('\0') >= 0) {
            tokens.flawed("a NUL character");
        }
    }

    private enum Escapes {
        NONE,
        BACKSLASH,
        UNICODE,
        BITS
    }

    private int quotedName(int start, int quote, Escapes escapes) {
        int end = closing(quote + 1, '"');
        if (end >= length) {
            tokens.flawed("a quoted identifier without its end");
            return length;
        }
        String raw = text.substring(quote + 1, end);
        if (raw.indexOf('"') >= 0) {
            raw = raw.replace("\"\"", "\"");
        }
        if (raw.isEmpty()) {
            tokens.flawed("an empty identifier");
        }
        check(start, end);
        tokens.add(NAME, start, Identifiers.truncate(raw));
        if (escapes == Escapes.UNICODE) {
            awaitEscape(tokens.count() - 1, raw);
        }
        return end + 1;
    }

    /// Index of the quote that closes, or the text's length: a doubled quote is one of the contents.
    private int closing(int from, char quote) {
        int i = from;
        while (true) {
            i = text.indexOf(quote, i);
            if (i < 0) {
                return length;
            }
            if (i + 1 < length && text.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i;
            }
        }
    }

    private int closingEscaped(int from) {
        int i = from;
        while (i < length) {
            char c = text.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c == '\'') {
                if (i + 1 < length && text.charAt(i + 1) == '\'') {
                    i += 2;
                } else {
                    return i;
                }
            } else {
                i++;
            }
        }
        return length;
    }

    /// Adds the string that ends here, with its continuations: strings with only blanks and line comments between them
    /// that hold at least one line break are one string, in the mode of the first.
    private int endOfString(int start, int quote, int firstEnd, Escapes escapes) {
        int end = firstEnd;
        boolean continued = false;
        while (end < length) {
            int next = continuation(end + 1);
            if (next < 0) {
                break;
            }
            continued = true;
            end = escapes == Escapes.BACKSLASH ? closingEscaped(next + 1) : closing(next + 1, '\'');
        }
        if (end >= length) {
            tokens.flawed("a string without its end");
            return length;
        }
        check(start, end);
        boolean plain =
                !continued
                        && (escapes == Escapes.NONE
                                || (escapes == Escapes.BACKSLASH
                                        && text.substring(quote, end).indexOf('\\') < 0));
        String value = plain ? text.substring(quote + 1, end) : null;
        if (value != null && value.indexOf('\'') >= 0) {
            value = value.replace("''", "'");
        }
        if (!settleWith(value)) {
            if (value != null && escapes == Escapes.NONE) {
                tokens.addLiteral(STRING, start, end + 1, value);
            } else {
                tokens.add(value == null ? OPAQUE_STRING : STRING, start, value);
            }
        }
        return end + 1;
    }

    /// Where the next part of this string opens, or -1.
    private int continuation(int from) {
        boolean newline = false;
        int i = from;
        while (i < length) {
            char c = text.charAt(i);
            if (Lexer.isBlank(c)) {
                newline |= c == '\n' || c == '\r';
                i++;
            } else if (c == '-' && text.startsWith("--", i)) {
                while (i < length && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                    i++;
                }
            } else {
                return c == '\'' && newline ? i : -1;
            }
        }
        return -1;
    }

    private void check(int start, int end) {
        if (!Identifiers.isWellFormed(text, start, end)) {
            tokens.flawed("an unpaired surrogate");
        }
    }

    private void awaitEscape(int token, String raw) {
        settle();
        pending = token;
        pendingRaw = raw;
    }

    /// Whether this string was the one of `UESCAPE '!'` and is spoken for.
    private boolean settleWith(@Nullable String value) {
        if (pending < 0) {
            return false;
        }
        int uescape = pending + 1;
        if (uescape != tokens.count() - 1 || !tokens.isWord(uescape, "uescape")) {
            settle();
            return false;
        }
        if (value == null || value.length() != 1 || !isEscapeCharacter(value.charAt(0))) {
            tokens.flawed("UESCAPE: not one fitting character");
        } else {
            tokens.shrinkTo(uescape);
            decode(value.charAt(0));
        }
        pending = -1;
        return true;
    }

    private void settle() {
        if (pending < 0) {
            return;
        }
        decode('\\');
        pending = -1;
    }

    private void decode(char escape) {
        String decoded = UnicodeEscapes.decode(pendingRaw, escape);
        if (decoded == null) {
            tokens.flawed("a Unicode escape that names no character");
            return;
        }
        boolean isName = tokens.kind(pending) == NAME;
        tokens.replace(
                pending, isName ? NAME : STRING, isName ? Identifiers.truncate(decoded) : decoded);
    }

    private static boolean isEscapeCharacter(char c) {
        return !Lexer.isHexDigit(c) && c != '+' && c != '\'' && c != '"' && !Lexer.isBlank(c);
    }
}
