package dev.sallyport.gateway.sql;

/// Reads the objects of a publication: `TABLE a (b) WHERE (c), TABLES IN SCHEMA d`.
final class Publications {
    private final Reading reading;
    private final Cursor in;

    Publications(Reading reading) {
        this.reading = reading;
        in = reading.in;
    }

    /// From the publication's name on.
    void read() {
        in.label();
        boolean tables = false;
        while (!in.statementEnds()) {
            if (in.is("table") && !in.is(1, "in")) {
                in.advance();
                tables = true;
                table();
            } else if (in.is("tables") || in.is("with") || in.is("schema") || in.is("except")) {
                tables = in.is("except") && tables;
                in.advance();
            } else if (in.take(',')) {
                if (tables && reading.names.isIdentifier() && !in.is("tables")) {
                    table();
                } else if (tables && in.is("only")) {
                    table();
                }
            } else if (in.is('(')) {
                in.skipParentheses();
            } else {
                in.advance();
            }
        }
    }

    private void table() {
        reading.facts.defines(reading.names.relation());
        reading.names.optionalList();
        if (in.take("where")) {
            reading.expressions.parenthesised();
        }
    }
}
