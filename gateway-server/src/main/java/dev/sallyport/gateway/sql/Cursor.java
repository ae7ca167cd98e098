package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.END;
import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.NUMBER;
import static dev.sallyport.gateway.sql.Tokens.OPAQUE_STRING;
import static dev.sallyport.gateway.sql.Tokens.STRING;
import static dev.sallyport.gateway.sql.Tokens.WORD;

import org.jspecify.annotations.Nullable;

/// A place in a statement's tokens, and the questions a recursive reader asks there.
final class Cursor {
    private final Tokens tokens;
    private final int limit;
    private final int depthMax;
    private int at;
    private int depth;

    /// Reads the tokens from `start` to before `limit`, nested at most `depthMax` deep.
    Cursor(Tokens tokens, int start, int limit, int depthMax) {
        this.tokens = tokens;
        this.at = start;
        this.limit = limit;
        this.depthMax = depthMax;
    }

    byte kind() {
        return kind(0);
    }

    byte kind(int ahead) {
        return at + ahead < limit ? tokens.kind(at + ahead) : END;
    }

    boolean atEnd() {
        return at >= limit;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    void advance() {
        at++;
    }

    void advance(int count) {
        at += count;
    }

    /// The unquoted word here, or the empty string.
    String word() {
        return word(0);
    }

    String word(int ahead) {
        String value = kind(ahead) == WORD ? tokens.value(at + ahead) : "";
        return value == null ? "" : value;
    }

    boolean is(String word) {
        return word(0).equals(word);
    }

    boolean is(int ahead, String word) {
        return word(ahead).equals(word);
    }

    boolean is(char sign) {
        return kind() == (byte) sign;
    }

    boolean is(int ahead, char sign) {
        return kind(ahead) == (byte) sign;
    }

    boolean take(String word) {
        if (is(word)) {
            at++;
            return true;
        }
        return false;
    }

    boolean take(String first, String second) {
        if (is(first) && is(1, second)) {
            at += 2;
            return true;
        }
        return false;
    }

    boolean take(char sign) {
        if (is(sign)) {
            at++;
            return true;
        }
        return false;
    }

    void need(String word) {
        if (!take(word)) {
            throw unexpected(word);
        }
    }

    void need(char sign) {
        if (!take(sign)) {
            throw unexpected(String.valueOf(sign));
        }
    }

    /// A word or quoted name, whichever word it is.
    boolean isLabel() {
        return kind() == WORD || kind() == NAME;
    }

    /// The value of the word or quoted name here, and moves on.
    String label() {
        if (!isLabel()) {
            throw unexpected("a name");
        }
        String value = tokens.value(at++);
        return value == null ? "" : value;
    }

    /// The word or quoted name before this place as it was written, before folding; quotes and escapes are gone.
    String spelling() {
        return tokens.spelling(at - 1);
    }

    boolean isString() {
        return isString(0);
    }

    boolean isString(int ahead) {
        byte kind = kind(ahead);
        return kind == STRING || kind == OPAQUE_STRING;
    }

    boolean isStringOrNumber(int ahead) {
        return isString(ahead) || kind(ahead) == Tokens.NUMBER;
    }

    /// The string here if its value is known, else null.
    @Nullable String literal() {
        return literal(0);
    }

    @Nullable String literal(int ahead) {
        return kind(ahead) == STRING ? tokens.value(at + ahead) : null;
    }

    /// The text of the one-token operator here.
    char firstCharacter() {
        return at < limit ? tokens.firstCharacter(at) : '\0';
    }

    void needString() {
        if (!isString()) {
            throw unexpected("a string");
        }
        at++;
    }

    void enter() {
        if (++depth > depthMax) {
            throw new NotUnderstood("nested deeper than " + depthMax);
        }
    }

    void leave() {
        depth--;
    }

    /// Passes over `( … )` or `[ … ]` in which no expression can stand; a query least of all, but for the modifiers of
    /// types, where the grammar lets one pass and the server refuses it later.
    void skipParentheses() {
        int open = 0;
        do {
            open += step();
            if (kind(-1) == '(' && startsQuery()) {
                throw unexpected("no query");
            }
        } while (open > 0);
    }

    /// Passes over `( … )` with whatever stands in it, for a reader that comes back to it.
    void skipForNow() {
        int open = 0;
        do {
            open += step();
        } while (open > 0);
    }

    /// Moves on by one token; returns by how much that changes the nesting.
    private int step() {
        byte kind = kind();
        if (kind == END) {
            throw unexpected(")");
        }
        at++;
        return switch (kind) {
            case '(', '[' -> 1;
            case ')', ']' -> -1;
            default -> 0;
        };
    }

    private boolean startsQuery() {
        return switch (word()) {
            case "select", "with", "table", "values", "not" ->
                    kind(1) != ')' && kind(1) != ',' && kind(1) != '=';
            default -> is("exists") && is(1, '(');
        };
    }

    /// Passes over the rest of a statement in which no expression and no further statement can stand.
    void skipRest() {
        while (!statementEnds()) {
            skipOne();
        }
    }

    /// As [#skipRest()], but an element of CREATE SCHEMA also ends where the next begins: no name can be CREATE or GRANT,
    /// and only `WITH GRANT OPTION` has that word inside.
    void skipElement() {
        while (!statementEnds()
                && !((is("create") || is("grant")) && !tokens.isWord(at - 1, "with"))) {
            skipOne();
        }
    }

    /// Passes over one token, or over all of a pair of parentheses.
    void skipOne() {
        if (is('(') || is('[')) {
            skipParentheses();
        } else {
            at++;
        }
    }

    /// Whether nothing more of the statement stands here: its end, a semicolon in a body, or the parenthesis around it.
    boolean statementEnds() {
        return kind() == END || is(';') || is(')');
    }

    /// Whether everything has been read, and the text was one that PostgreSQL's scanner takes.
    boolean readWhole() {
        return atEnd() && tokens.flaw() == null;
    }

    boolean hasNumberSince(int start) {
        for (int i = start; i < at; i++) {
            if (tokens.kind(i) == NUMBER) {
                return true;
            }
        }
        return false;
    }

    /// Whether all that was read since `start` is one column, or all of them: `a`, `t.a`, `t.*`, `*`.
    boolean isColumnAlone(int start) {
        if (start >= at) {
            return false;
        }
        for (int i = start; i < at; i++) {
            byte kind = tokens.kind(i);
            boolean name = kind == WORD || kind == NAME || (kind == '*' && i == at - 1);
            if ((i - start) % 2 == 0 ? !name : kind != '.') {
                return false;
            }
        }
        return (at - start) % 2 == 1;
    }

    NotUnderstood unexpected(String expected) {
        int start = at < limit ? tokens.start(at) : tokens.length();
        return new NotUnderstood("character " + start + " (expected: " + expected + ")");
    }
}
