package dev.sallyport.gateway.sql;

/// Passes over the types that CAST, CONVERT, RETURNING and JSON_TABLE name.
final class MySqlTypes {
    private final Cursor in;

    MySqlTypes(MySqlReading reading) {
        in = reading.in;
    }

    /// `DECIMAL(10,2)`, `CHAR(3) CHARACTER SET utf8mb4`, `UNSIGNED INTEGER`, `DOUBLE PRECISION`, `ENUM('a', 'b')`.
    void read() {
        if (!in.isLabel()) {
            throw in.unexpected("a type");
        }
        in.advance();
        while (true) {
            switch (in.word()) {
                case "varying",
                        "precision",
                        "unsigned",
                        "signed",
                        "zerofill",
                        "integer",
                        "int",
                        "binary",
                        "ascii",
                        "unicode",
                        "byte",
                        "char",
                        "varchar",
                        "character",
                        "charset",
                        "collate",
                        "array" ->
                        word();
                default -> {
                    if (!in.is('(')) {
                        return;
                    }
                    // lengths, or the strings of an ENUM
                    in.skipParentheses();
                }
            }
        }
    }

    private void word() {
        switch (in.word()) {
            case "collate", "charset" -> {
                in.advance();
                name();
            }
            case "character", "char" -> {
                in.advance();
                if (in.take("set")) {
                    name();
                }
            }
            default -> in.advance();
        }
    }

    /// Of a character set or a collation.
    void name() {
        if (!in.isString() && !in.isLabel()) {
            throw in.unexpected("a name");
        }
        in.advance();
    }
}
