package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.OPAQUE_STRING;
import static dev.sallyport.gateway.sql.Tokens.STRING;

import org.jspecify.annotations.Nullable;

/// Everything that stands between quotes in MySQL's dialect: strings, names, hexadecimal and binary literals.
///
/// As in [Quotes], each method takes where the token starts and where its opening quote is, and returns where the text
/// goes on.
final class MySqlQuotes {
    private final String text;
    private final int length;
    private final Tokens tokens;
    private final MySqlRules rules;

    MySqlQuotes(String text, Tokens tokens, MySqlRules rules) {
        this.text = text;
        this.length = text.length();
        this.tokens = tokens;
        this.rules = rules;
    }

    /// `'…'` or `"…"`: the quote is doubled, or, unless the mode says otherwise, escaped by a backslash.
    int string(int start, int quote) {
        char sign = text.charAt(quote);
        boolean backslashes = rules.backslashEscapes();
        boolean plain = true;
        int i = quote + 1;
        while (i < length) {
            char c = text.charAt(i);
            if (c == '\\' && backslashes) {
                plain = false;
                i += 2;
            } else if (c == sign) {
                if (i + 1 < length && text.charAt(i + 1) == sign) {
                    plain = false;
                    i += 2;
                } else {
                    break;
                }
            } else {
                i++;
            }
        }
        if (i >= length) {
            tokens.flawed("a string without its end");
            return length;
        }
        if (!Identifiers.isWellFormed(text, quote, i)) {
            tokens.flawed("an unpaired surrogate in a string");
        }
        tokens.add(STRING, start, plain ? text.substring(quote + 1, i) : value(quote + 1, i, sign));
        return i + 1;
    }

    /// `` `…` ``, and `"…"` under `ANSI_QUOTES`: the quote is doubled, a backslash is only a backslash.
    int name(int quote) {
        char sign = text.charAt(quote);
        int i = quote + 1;
        boolean doubled = false;
        while (i < length) {
            if (text.charAt(i) == sign) {
                if (i + 1 >= length || text.charAt(i + 1) != sign) {
                    break;
                }
                doubled = true;
                i++;
            }
            i++;
        }
        if (i >= length) {
            tokens.flawed("a quoted name without its end");
            return length;
        }
        String name = text.substring(quote + 1, i);
        if (doubled) {
            String one = String.valueOf(sign);
            name = name.replace(one + one, one);
        }
        for (int j = 0; j < name.length(); j++) {
            if (Character.isSurrogate(name.charAt(j))) {
                tokens.flawed("a character in a name that no name can hold");
            }
        }
        tokens.add(NAME, quote, name);
        return i + 1;
    }

    /// `x'…'`: hexadecimal digits, two and two.
    int hexadecimal(int start, int quote) {
        int end = quote + 1;
        while (end < length && Lexer.isHexDigit(text.charAt(end))) {
            end++;
        }
        return literal(start, end, (end - quote) % 2 == 1 ? null : "an odd number of digits");
    }

    /// `b'…'`
    int binary(int start, int quote) {
        int end = quote + 1;
        while (end < length && (text.charAt(end) == '0' || text.charAt(end) == '1')) {
            end++;
        }
        return literal(start, end, null);
    }

    private int literal(int start, int end, @Nullable String flaw) {
        if (end >= length || text.charAt(end) != '\'') {
            tokens.flawed("a literal with something else than digits");
            return end;
        }
        if (flaw != null) {
            tokens.flawed(flaw);
        }
        tokens.add(OPAQUE_STRING, start, null);
        return end + 1;
    }

    /// `\%` and `\_` stay as they are, since they mean something to LIKE (manual, "String Literals").
    private String value(int from, int to, char sign) {
        StringBuilder value = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == sign) {
                value.append(c);
                i++;
            } else if (c == '\\' && rules.backslashEscapes()) {
                char escaped = text.charAt(++i);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    case 'b' -> value.append('\b');
                    case '0' -> value.append('\0');
                    case 'Z' -> value.append('\032');
                    case '%', '_' -> value.append('\\').append(escaped);
                    default -> value.append(escaped);
                }
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }
}
