package dev.sallyport.gateway.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `COPY … TO STDOUT` with its options, in the form with parentheses and in the two older ones (manual, COPY). What
/// is not known is not guessed.
final class CopyOutReader {
    private static final int DEPTH_MAX = 100;

    private final String sql;
    private final Tokens tokens;
    private final List<Statement> statements;
    private CopyOut.Format format = CopyOut.Format.TEXT;
    private CopyOut.Header header = CopyOut.Header.ABSENT;
    private @Nullable String delimiter;
    private @Nullable String nullText;
    private @Nullable String quote;
    private @Nullable String escape;

    CopyOutReader(String sql) {
        this.sql = sql;
        this.tokens = Lexer.lex(sql);
        this.statements = Splitter.split(tokens);
    }

    Optional<CopyOut> read() {
        if (statements.size() != 1
                || tokens.flaw() != null
                || statements.getFirst().depth() > DEPTH_MAX) {
            return Optional.empty();
        }
        Statement one = statements.getFirst();
        Cursor in = new Cursor(tokens, one.start(), one.end(), DEPTH_MAX);
        try {
            return copy(in);
        } catch (NotUnderstood e) {
            return Optional.empty();
        }
    }

    private Optional<CopyOut> copy(Cursor in) {
        in.need("copy");
        CopyOut.Source source = CopyOut.Source.QUERY;
        String select;
        if (in.is('(')) {
            int open = tokens.start(in.position());
            in.skipParentheses();
            int close = tokens.start(in.position() - 1);
            select = " ".repeat(open + 1) + sql.substring(open + 1, close);
        } else {
            if (in.take("binary")) {
                format = CopyOut.Format.BINARY;
            }
            String table = names(in, '.');
            String columns = "*";
            source = CopyOut.Source.TABLE;
            if (in.take('(')) {
                source = CopyOut.Source.COLUMNS;
                columns = names(in, ',');
                in.need(')');
            }
            select = "SELECT " + columns + " FROM ONLY " + table;
        }
        in.need("to");
        if (!in.take("stdout")) {
            in.need("stdin");
        }
        options(in);
        if (!in.atEnd()) {
            return Optional.empty();
        }
        return finished(select, source);
    }

    /// Names with a sign between them, as they are written, up to the token behind them.
    private String names(Cursor in, char between) {
        int start = tokens.start(in.position());
        do {
            in.label();
        } while (in.take(between));
        return sql.substring(start, start(in.position()));
    }

    /// Where a token begins; the end of the text for the one behind the last.
    private int start(int token) {
        return token < tokens.count() ? tokens.start(token) : sql.length();
    }

    private void options(Cursor in) {
        if (in.take("using") || in.is("delimiters")) {
            in.need("delimiters");
            delimiter = string(in);
        }
        in.take("with");
        if (in.take('(')) {
            do {
                option(in, in.label());
            } while (in.take(','));
            in.need(')');
        } else {
            while (!in.atEnd()) {
                olderOption(in);
            }
        }
    }

    private void option(Cursor in, String name) {
        switch (name) {
            case "format" -> format(in.isString() ? string(in) : in.label());
            case "delimiter" -> delimiter = string(in);
            case "null" -> nullText = string(in);
            case "quote" -> quote = string(in);
            case "escape" -> escape = string(in);
            case "encoding" -> encoding(string(in));
            case "header" -> header(in);
            case "force_quote" -> {
                if (!in.take('*')) {
                    in.need('(');
                    names(in, ',');
                    in.need(')');
                }
            }
            default -> throw in.unexpected("an option of COPY TO");
        }
    }

    /// `CSV`, `DELIMITER AS 'x'`, `FORCE QUOTE a, b`: without commas between options.
    private void olderOption(Cursor in) {
        String name = in.label();
        switch (name) {
            case "binary" -> format = CopyOut.Format.BINARY;
            case "csv" -> format = CopyOut.Format.CSV;
            case "header" -> header = CopyOut.Header.PRESENT;
            case "delimiter", "null", "quote", "escape" -> {
                in.take("as");
                option(in, name);
            }
            case "encoding" -> encoding(string(in));
            case "force" -> {
                in.need("quote");
                if (!in.take('*')) {
                    names(in, ',');
                }
            }
            default -> throw in.unexpected("an option of COPY TO");
        }
    }

    private void format(String name) {
        format =
                switch (name) {
                    case "text" -> CopyOut.Format.TEXT;
                    case "csv" -> CopyOut.Format.CSV;
                    case "binary" -> CopyOut.Format.BINARY;
                    default -> throw new NotUnderstood("format " + name);
                };
    }

    private void header(Cursor in) {
        if (in.is(',') || in.is(')')) {
            header = CopyOut.Header.PRESENT;
            return;
        }
        String value =
                in.kind() == Tokens.NUMBER ? number(in) : in.isString() ? string(in) : in.label();
        header =
                switch (value) {
                    case "true", "on", "1" -> CopyOut.Header.PRESENT;
                    case "false", "off", "0" -> CopyOut.Header.ABSENT;
                    default -> throw new NotUnderstood("header " + value);
                };
    }

    private String number(Cursor in) {
        String number = String.valueOf(in.firstCharacter());
        int start = tokens.start(in.position());
        in.advance();
        int next = start(in.position());
        return sql.substring(start, next).strip().length() == 1 ? number : "";
    }

    /// Rows in another encoding could not be cut where the server cuts them.
    private static void encoding(String name) {
        String plain = name.toLowerCase(java.util.Locale.ROOT).replace("-", "").replace("_", "");
        if (!plain.equals("utf8") && !plain.equals("unicode")) {
            throw new NotUnderstood("encoding " + name);
        }
    }

    private String string(Cursor in) {
        String value = in.literal();
        if (value == null) {
            value = escaped(in);
        }
        in.needString();
        return value;
    }

    /// `E'\t'` and the like: one escape, as nobody writes more of them for a delimiter.
    private String escaped(Cursor in) {
        if (!in.isString()) {
            throw in.unexpected("a string");
        }
        int start = tokens.start(in.position());
        String rest = sql.substring(start, Math.min(sql.length(), start + 5));
        if (rest.length() < 5
                || Character.toLowerCase(rest.charAt(0)) != 'e'
                || rest.charAt(1) != '\''
                || rest.charAt(2) != '\\'
                || rest.charAt(4) != '\'') {
            throw in.unexpected("a string without escapes");
        }
        return switch (rest.charAt(3)) {
            case 't' -> "\t";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case '\\' -> "\\";
            default -> throw in.unexpected("a string without escapes");
        };
    }

    private Optional<CopyOut> finished(String select, CopyOut.Source source) {
        boolean csv = format == CopyOut.Format.CSV;
        String ownQuote = quote == null ? "\"" : quote;
        Optional<Character> between = sign(delimiter == null ? (csv ? "," : "\t") : delimiter);
        Optional<Character> around = sign(ownQuote);
        Optional<Character> before = sign(escape == null ? ownQuote : escape);
        String empty = nullText == null ? (csv ? "" : "\\N") : nullText;
        if (between.isEmpty() || around.isEmpty() || before.isEmpty() || isCut(empty)) {
            return Optional.empty();
        }
        return Optional.of(
                new CopyOut(
                        select,
                        source,
                        format,
                        between.get(),
                        empty,
                        around.get(),
                        before.get(),
                        header));
    }

    /// One byte that ends no line, which is all that the server takes.
    private static Optional<Character> sign(String text) {
        return text.length() == 1 && text.charAt(0) < 0x80 && !isCut(text)
                ? Optional.of(text.charAt(0))
                : Optional.empty();
    }

    private static boolean isCut(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
