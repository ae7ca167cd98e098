package dev.sallyport.gateway.sql;

/// Reads the parentheses of `JSON_TABLE`: an expression, a path, and columns with types, paths and defaults.
final class MySqlJsonTable {
    private final MySqlReading reading;
    private final Cursor in;

    MySqlJsonTable(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
    }

    void read() {
        in.need('(');
        in.enter();
        reading.expressions.read();
        in.need(',');
        reading.expressions.read();
        columns();
        in.leave();
        in.need(')');
    }

    private void columns() {
        in.need("columns");
        in.need('(');
        in.enter();
        do {
            column();
        } while (in.take(','));
        in.leave();
        in.need(')');
    }

    private void column() {
        if (in.take("nested")) {
            in.take("path");
            in.needString();
            columns();
            return;
        }
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
                case "exists", "null", "error", "on", "empty" -> in.advance();
                default -> throw in.unexpected("a column's PATH, DEFAULT, ON EMPTY or ON ERROR");
            }
        }
    }
}
