package dev.sallyport.gateway.sql;

/// Reads the parentheses of `XMLTABLE` and `JSON_TABLE`: expressions, and then columns with types, paths and defaults.
final class TableFunctions {
    private final Reading reading;
    private final Cursor in;

    TableFunctions(Reading reading) {
        this.reading = reading;
        in = reading.in;
    }

    void read() {
        in.need('(');
        while (!in.take(')')) {
            switch (in.word()) {
                case "columns" -> {
                    in.advance();
                    if (in.take('(')) {
                        columns();
                        in.need(')');
                    } else {
                        columns();
                    }
                }
                case "xmlnamespaces" -> {
                    in.advance();
                    reading.forms.mixture();
                }
                case "passing" -> {
                    in.advance();
                    mechanism();
                }
                case "by" -> mechanism();
                case "as" -> {
                    in.advance();
                    in.label();
                }
                case "format", "error", "empty", "null", "on", "default", "array", "object" ->
                        in.advance();
                default -> {
                    if (!in.take(',')) {
                        reading.expressions.read();
                    }
                }
            }
        }
    }

    private void mechanism() {
        if (in.take("by")) {
            if (!in.take("ref")) {
                in.need("value");
            }
        }
    }

    private void columns() {
        do {
            if (in.take("nested")) {
                nested();
            } else {
                column();
            }
        } while (in.take(','));
    }

    private void nested() {
        in.take("path");
        in.needString();
        if (in.take("as")) {
            in.label();
        }
        in.need("columns");
        in.need('(');
        in.enter();
        columns();
        in.leave();
        in.need(')');
    }

    private void column() {
        in.label();
        if (in.take("for")) {
            in.need("ordinality");
            return;
        }
        reading.types.read();
        while (!in.is(',') && !in.is(')')) {
            switch (in.word()) {
                case "path", "default" -> {
                    in.advance();
                    reading.expressions.read();
                }
                case "not",
                        "null",
                        "format",
                        "json",
                        "encoding",
                        "utf8",
                        "exists",
                        "with",
                        "without",
                        "conditional",
                        "unconditional",
                        "array",
                        "wrapper",
                        "keep",
                        "omit",
                        "quotes",
                        "on",
                        "scalar",
                        "string",
                        "error",
                        "empty",
                        "object",
                        "true",
                        "false",
                        "unknown" ->
                        in.advance();
                default -> throw in.unexpected("a column's PATH, DEFAULT or NOT NULL");
            }
        }
    }
}
