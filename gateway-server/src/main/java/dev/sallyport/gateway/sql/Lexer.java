package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.ARROW;
import static dev.sallyport.gateway.sql.Tokens.ASSIGN;
import static dev.sallyport.gateway.sql.Tokens.DOTS;
import static dev.sallyport.gateway.sql.Tokens.NUMBER;
import static dev.sallyport.gateway.sql.Tokens.OPERATOR;
import static dev.sallyport.gateway.sql.Tokens.PARAMETER;
import static dev.sallyport.gateway.sql.Tokens.TYPECAST;
import static dev.sallyport.gateway.sql.Tokens.WORD;

/// Cuts SQL text into tokens exactly as PostgreSQL's scanner (`scan.l`) does with `standard_conforming_strings` on.
///
/// Exactly, because everything else rests on it: a reader that ends a string one character later than the server does
/// sees one harmless SELECT where the server runs a DROP. What the server's scanner would refuse is noted as a flaw and
/// never thrown. One pass, linear time; nested comments are counted, not recursed into.
final class Lexer {
    private final String text;
    private final int length;
    private final Tokens tokens;
    private final Quotes quotes;
    private int at;

    private Lexer(String text) {
        this.text = text;
        this.length = text.length();
        this.tokens = new Tokens(text);
        this.quotes = new Quotes(text, tokens);
    }

    /// The tokens of this text; [Tokens#flaw()] says whether PostgreSQL's scanner would take it.
    static Tokens lex(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < lexer.length) {
            lexer.token();
        }
        lexer.quotes.finish();
        return lexer.tokens;
    }

    private void token() {
        char c = text.charAt(at);
        if (isBlank(c)) {
            at++;
        } else if (isIdentifierStart(c)) {
            word(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < length && isDigit(text.charAt(at + 1)))) {
            number();
        } else {
            sign(c);
        }
    }

    private void sign(char c) {
        switch (c) {
            case '\'' -> at = quotes.string(at, at);
            case '"' -> at = quotes.name(at, at);
            case '$' -> dollar();
            case '(', ')', '[', ']', ',', ';' -> {
                tokens.add((byte) c, at, null);
                at++;
            }
            case '.' -> {
                boolean two = at + 1 < length && text.charAt(at + 1) == '.';
                tokens.add(two ? DOTS : (byte) '.', at, null);
                at += two ? 2 : 1;
            }
            case ':' -> colon();
            default -> {
                if (isOperator(c)) {
                    operator();
                } else {
                    tokens.flawed("a character no token begins with");
                    at++;
                }
            }
        }
    }

    private void word(char first) {
        char next = at + 1 < length ? text.charAt(at + 1) : ' ';
        if (next == '\'') {
            switch (first) {
                case 'e', 'E' -> {
                    at = quotes.escapeString(at, at + 1);
                    return;
                }
                case 'b', 'B', 'x', 'X' -> {
                    at = quotes.bitString(at, at + 1);
                    return;
                }
                case 'n', 'N' -> {
                    at = quotes.string(at, at + 1);
                    return;
                }
                default -> {
                    // an identifier of one letter, and then a string
                }
            }
        } else if (next == '&' && (first == 'u' || first == 'U') && at + 2 < length) {
            char quote = text.charAt(at + 2);
            if (quote == '\'') {
                at = quotes.unicodeString(at, at + 2);
                return;
            }
            if (quote == '"') {
                at = quotes.unicodeName(at, at + 2);
                return;
            }
        }
        int start = at;
        boolean high = false;
        while (at < length && isIdentifierPart(text.charAt(at))) {
            high |= text.charAt(at++) >= 0x80;
        }
        tokens.add(WORD, start, null);
        if (high && !Identifiers.isWellFormed(text, start, at)) {
            tokens.flawed("an unpaired surrogate in an identifier");
        }
    }

    /// `123`, `1_000`, `0x1F`, `1.5e-3`, `.5`; letters right behind a number are refused since PostgreSQL 15, and older
    /// servers would read them as a further token, so such a text is flawed either way.
    private void number() {
        int start = at;
        if (text.charAt(at) == '0'
                && at + 1 < length
                && "xXoObB".indexOf(text.charAt(at + 1)) >= 0) {
            at += 2;
            while (at < length && (isHexDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
        } else {
            digits();
            // "1..2" is the integer 1 and the range dots
            if (at < length
                    && text.charAt(at) == '.'
                    && !(at + 1 < length && text.charAt(at + 1) == '.')) {
                at++;
                digits();
            }
            exponent();
        }
        if (at < length && isIdentifierStart(text.charAt(at))) {
            tokens.flawed("letters right behind a number");
            while (at < length && isIdentifierPart(text.charAt(at))) {
                at++;
            }
        }
        tokens.addLiteral(NUMBER, start, at, null);
    }

    private void digits() {
        while (at < length && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
    }

    private void exponent() {
        if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int digits = at + 1;
            if (digits < length && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
                digits++;
            }
            if (digits < length && isDigit(text.charAt(digits))) {
                at = digits;
                digits();
            }
        }
    }

    private void dollar() {
        int end = at + 1;
        if (end < length && isDigit(text.charAt(end))) {
            while (end < length && isDigit(text.charAt(end))) {
                end++;
            }
            if (end < length && isIdentifierStart(text.charAt(end))) {
                tokens.flawed("letters right behind a parameter");
            }
            tokens.add(PARAMETER, at, null);
            at = end;
        } else {
            at = quotes.dollarString(at);
        }
    }

    private void colon() {
        char next = at + 1 < length ? text.charAt(at + 1) : ' ';
        if (next == ':') {
            tokens.add(TYPECAST, at, null);
            at += 2;
        } else if (next == '=') {
            tokens.add(ASSIGN, at, null);
            at += 2;
        } else {
            tokens.add((byte) ':', at, null);
            at++;
        }
    }

    /// The longest run of operator characters that holds no comment start, less trailing `+` and `-` where the SQL
    /// standard wants them to be operators of their own.
    private void operator() {
        if (comment()) {
            return;
        }
        int start = at;
        boolean special = false;
        int end = at;
        while (end < length && isOperator(text.charAt(end)) && !startsComment(end)) {
            special |= "~!@#^&|`?%".indexOf(text.charAt(end)) >= 0;
            end++;
        }
        int run = end;
        if (!special) {
            while (end > start + 1
                    && (text.charAt(end - 1) == '+' || text.charAt(end - 1) == '-')) {
                end--;
            }
        }
        char first = text.charAt(start);
        if (end - start == 1) {
            tokens.add(first == '*' || first == '=' ? (byte) first : OPERATOR, start, null);
        } else if (end - start == 2 && first == '=' && text.charAt(start + 1) == '>') {
            tokens.add(ARROW, start, null);
        } else {
            tokens.add(OPERATOR, start, null);
        }
        // Each sign cut off is one of its own; to look at the run again for each would take
        // quadratic time.
        for (at = end; at < run; at++) {
            tokens.add(OPERATOR, at, null);
        }
    }

    private boolean startsComment(int where) {
        return text.startsWith("--", where) || text.startsWith("/*", where);
    }

    private boolean comment() {
        if (text.startsWith("--", at)) {
            while (at < length && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
            return true;
        }
        if (!text.startsWith("/*", at)) {
            return false;
        }
        int depth = 1;
        at += 2;
        while (at < length && depth > 0) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        }
        if (depth > 0) {
            tokens.flawed("a comment without its end");
        }
        return true;
    }

    static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private static boolean isOperator(char c) {
        return switch (c) {
            case '~',
                    '!',
                    '@',
                    '#',
                    '^',
                    '&',
                    '|',
                    '`',
                    '?',
                    '+',
                    '-',
                    '*',
                    '/',
                    '%',
                    '<',
                    '>',
                    '=' ->
                    true;
            default -> false;
        };
    }
}
