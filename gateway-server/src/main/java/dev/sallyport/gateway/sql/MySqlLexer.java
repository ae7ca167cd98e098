package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.ASSIGN;
import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.NUMBER;
import static dev.sallyport.gateway.sql.Tokens.OPERATOR;
import static dev.sallyport.gateway.sql.Tokens.PARAMETER;
import static dev.sallyport.gateway.sql.Tokens.WORD;

import org.jspecify.annotations.Nullable;

/// Cuts SQL text into tokens exactly as the lexers of MySQL and MariaDB (`sql_lex.cc`) do in a UTF-8 session.
///
/// Exactly for the same reason as PostgreSQL's [Lexer], and to the same kinds of token; `@`, `{` and `}` are signs of
/// their own. What the servers would refuse, or read differently from one version to the next in ways the rules do not
/// settle, is a flaw.
final class MySqlLexer {
    private final String text;
    private final int length;
    private final Tokens tokens;
    private final MySqlQuotes quotes;
    private final MySqlComments comments;
    private final MySqlRules rules;
    private int at;

    private MySqlLexer(String text, MySqlRules rules) {
        this.text = text;
        this.rules = rules;
        length = text.length();
        tokens = new Tokens(text);
        quotes = new MySqlQuotes(text, tokens, rules);
        comments = new MySqlComments(text, tokens, rules.server());
    }

    /// The tokens of this text; [Tokens#flaw()] says whether the servers' lexers would take it.
    static Tokens lex(String text, MySqlRules rules) {
        MySqlLexer lexer = new MySqlLexer(text, rules);
        while (lexer.at < lexer.length) {
            lexer.token();
        }
        lexer.comments.finish();
        if (text.indexOf('\0') >= 0) {
            // It ends some comments and names, and some versions' statements.
            lexer.tokens.flawed("a NUL character");
        }
        return lexer.tokens;
    }

    private void token() {
        char c = text.charAt(at);
        if (Lexer.isBlank(c)) {
            at++;
        } else if (Lexer.isDigit(c)) {
            numberOrName();
        } else if (isNamePart(c)) {
            word(c);
        } else {
            sign(c);
        }
    }

    private void sign(char c) {
        switch (c) {
            case '\'' -> at = quotes.string(at, at);
            case '"' -> at = rules.ansiQuotes() ? quotes.name(at) : quotes.string(at, at);
            case '`' -> at = quotes.name(at);
            case '.' -> point();
            case '@' -> variable();
            case '#' -> at = comments.line(at);
            case '-' -> minus();
            case '/' -> {
                int end = comments.begin(at);
                if (end == at) {
                    one(OPERATOR);
                } else {
                    at = end;
                }
            }
            case '*' -> {
                int end = comments.end(at);
                if (end == at) {
                    one((byte) '*');
                } else {
                    at = end;
                }
            }
            case '(', ')', ',', ';', '{', '}' -> one((byte) c);
            case '?' -> {
                if (isNamePart(at(1))) {
                    tokens.flawed("letters right behind a parameter");
                }
                one(PARAMETER);
            }
            case ':' -> {
                if (at(1) == '=') {
                    tokens.add(ASSIGN, at, null);
                    at += 2;
                } else {
                    one((byte) ':');
                }
            }
            case '+', '%', '^', '~' -> one(OPERATOR);
            case '&', '|' -> operator(at(1) == c ? 2 : 1);
            case '<', '>', '=', '!' -> comparison(c);
            default -> {
                tokens.flawed("a character no token begins with");
                at++;
            }
        }
    }

    private void one(byte kind) {
        tokens.add(kind, at++, null);
    }

    private void operator(int characters) {
        tokens.add(OPERATOR, at, null);
        at += characters;
    }

    /// `<=>`, `<>`, `!=`, `<<`, …: what follows is swallowed where it is a sign of comparison too, sense or not.
    private void comparison(char c) {
        int characters = 1;
        if (isComparison(at(1))) {
            characters = c == '<' && isComparison(at(2)) && at(2) != '<' ? 3 : 2;
        }
        if (characters == 1) {
            one(c == '=' ? (byte) '=' : OPERATOR);
        } else {
            switch (text.substring(at, at + characters)) {
                case "<=", ">=", "<>", "!=", "<<", ">>", "<=>" -> {
                    // those there are
                }
                default -> tokens.flawed("an operator there is not");
            }
            operator(characters);
        }
    }

    private static boolean isComparison(char c) {
        return c == '<' || c == '>' || c == '=' || c == '!';
    }

    /// A comment, `->`, `->>`, or minus. `--1` is two of them and a number.
    private void minus() {
        if (at(1) == '-' && (at + 2 >= length || at(2) <= ' ' || at(2) == 0x7f)) {
            at = comments.line(at);
        } else if (at(1) == '>') {
            operator(at(2) == '>' ? 3 : 2);
        } else {
            one(OPERATOR);
        }
    }

    /// `.5`, or a dot with what follows it, which is a name even where it looks like a keyword.
    private void point() {
        if (Lexer.isDigit(at(1))) {
            fraction(at);
        } else {
            dot();
        }
    }

    /// A dot and the name right behind it, and so on: `.b.c`.
    private void dot() {
        do {
            one((byte) '.');
            if (isNamePart(at(0))) {
                nameAlone();
            }
        } while (at(0) == '.' && isNamePart(at(1)));
    }

    /// A name without quotes that cannot be a keyword, and what hangs on to it by dots.
    private void name() {
        nameAlone();
        if (at(0) == '.' && isNamePart(at(1))) {
            dot();
        }
    }

    private void nameAlone() {
        int start = at;
        passName();
        tokens.add(NAME, start, text.substring(start, at));
        wellFormed(start);
    }

    private void word(char first) {
        if (at(1) == '\'') {
            switch (first) {
                case 'n', 'N' -> {
                    at = quotes.string(at, at + 1);
                    return;
                }
                case 'x', 'X' -> {
                    at = quotes.hexadecimal(at, at + 1);
                    return;
                }
                case 'b', 'B' -> {
                    at = quotes.binary(at, at + 1);
                    return;
                }
                default -> {
                    // a name of one letter, and then a string
                }
            }
        }
        int start = at;
        int hash = passName();
        if (first == '$' && text.substring(start + 1, at).indexOf('$') >= 0) {
            tokens.flawed("a name here and a dollar-quoted string to MySQL 9");
        }
        wellFormed(start);
        if (at(0) == '.' && isNamePart(at(1))) {
            // Not looked up among the keywords.
            tokens.add(NAME, start, text.substring(start, at));
            dot();
        } else {
            @Nullable String known = MySqlWords.find(text, start, at, hash);
            tokens.add(WORD, start, known != null ? known : fold(start, at));
        }
    }

    /// Moves behind the letters and digits here; returns the hash of them in lower case.
    private int passName() {
        int hash = 0;
        while (at < length && isNamePart(text.charAt(at))) {
            hash = 31 * hash + Lexer.lower(text.charAt(at++));
        }
        return hash;
    }

    private String fold(int start, int end) {
        for (int i = start; i < end; i++) {
            if (Lexer.lower(text.charAt(i)) != text.charAt(i)) {
                char[] folded = new char[end - start];
                for (int j = start; j < end; j++) {
                    folded[j - start] = Lexer.lower(text.charAt(j));
                }
                return new String(folded);
            }
        }
        return text.substring(start, end);
    }

    /// Names hold characters of the basic plane only; the servers replace others, or refuse them.
    private void wellFormed(int start) {
        for (int i = start; i < at; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                tokens.flawed("a character in a name that no name can hold");
            }
        }
    }

    /// `12`, `1.5e-3`, `0x1F`, `0b1`, or a name that begins with a digit: `1a`, `0xg`, `1e`.
    private void numberOrName() {
        int start = at;
        if (text.charAt(at) == '0' && (at(1) == 'x' || at(1) == 'b')) {
            boolean hexadecimal = at(1) == 'x';
            int end = at + 2;
            while (end < length
                    && (hexadecimal
                            ? Lexer.isHexDigit(text.charAt(end))
                            : text.charAt(end) == '0' || text.charAt(end) == '1')) {
                end++;
            }
            if (end > at + 2 && !(end < length && isNamePart(text.charAt(end)))) {
                tokens.add(NUMBER, start, null);
                at = end;
            } else {
                name();
            }
            return;
        }
        digits();
        char c = at(0);
        if (c == '.') {
            fraction(start);
        } else if (!isNamePart(c)) {
            tokens.add(NUMBER, start, null);
        } else if ((c == 'e' || c == 'E') && exponentDigits() > 0) {
            at += exponentDigits();
            digits();
            tokens.add(NUMBER, start, null);
        } else {
            at = start;
            name();
        }
    }

    /// How far it is from the `e` here to the exponent's first digit, or 0 where none follows.
    private int exponentDigits() {
        if (Lexer.isDigit(at(1))) {
            return 1;
        }
        return (at(1) == '+' || at(1) == '-') && Lexer.isDigit(at(2)) ? 2 : 0;
    }

    /// From the point on. Servers before MySQL 8.0.27 swallow `1.e` whole where no exponent follows, so that
    /// `information_schema 1.e.tables` is a table.
    private void fraction(int start) {
        at++;
        digits();
        if (at(0) == 'e' || at(0) == 'E') {
            int exponent = exponentDigits();
            if (exponent == 0) {
                tokens.flawed("an exponent without digits");
                exponent = 1;
            }
            at += exponent;
            digits();
        }
        tokens.add(NUMBER, start, null);
    }

    private void digits() {
        while (at < length && Lexer.isDigit(text.charAt(at))) {
            at++;
        }
    }

    /// `@name`, `@'name'`, `@host.name` (a variable or what follows a user's name), `@@name`. No blank may follow the
    /// sign: there the server finds a variable without a name.
    private void variable() {
        one((byte) '@');
        if (at(0) == '@') {
            one((byte) '@');
            systemVariable();
            return;
        }
        switch (at(0)) {
            case '\'', '"', '`' -> {
                // the next token
            }
            default -> {
                int start = at;
                while (at < length && isHostPart(text.charAt(at))) {
                    at++;
                }
                tokens.add(NAME, start, text.substring(start, at));
                wellFormed(start);
            }
        }
    }

    private void systemVariable() {
        if (at(0) == '`') {
            return;
        }
        int start = at;
        int hash = passName();
        if (start == at) {
            tokens.flawed("a system variable without a name");
            return;
        }
        @Nullable String known = MySqlWords.find(text, start, at, hash);
        tokens.add(WORD, start, known != null ? known : fold(start, at));
        if (at(0) == '.') {
            dot();
        }
    }

    private char at(int ahead) {
        return at + ahead < length ? text.charAt(at + ahead) : '\0';
    }

    static boolean isNamePart(char c) {
        return Lexer.isIdentifierPart(c);
    }

    private static boolean isHostPart(char c) {
        return isNamePart(c) || c == '.';
    }
}
