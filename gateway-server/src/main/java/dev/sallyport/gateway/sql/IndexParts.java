package dev.sallyport.gateway.sql;

/// Reads the parentheses of an index or of an ON CONFLICT: columns and expressions with operator classes and orders.
final class IndexParts {
    private final Reading reading;
    private final Cursor in;

    IndexParts(Reading reading) {
        this.reading = reading;
        in = reading.in;
    }

    /// `(a, lower(b) COLLATE "C" text_ops (option = 1) DESC NULLS LAST)`, and `WITH =` after each in an exclusion.
    void read() {
        in.need('(');
        do {
            part();
        } while (in.take(','));
        in.need(')');
    }

    /// Words that are calls without parentheses.
    private boolean isCall() {
        return in.is("current_schema") || (in.is("collation") && in.is(1, "for"));
    }

    private void part() {
        if (reading.names.isIdentifier() && in.kind(1) != '(' && in.kind(1) != '.' && !isCall()) {
            // a plain column, which the corpus does not count as a reference either
            reading.facts.asked().about(in.label());
        } else {
            reading.operands.read();
        }
        if (in.take("collate")) {
            reading.names.qualified();
        }
        if (in.isLabel() && !in.is("asc") && !in.is("desc") && !in.is("nulls") && !in.is("with")) {
            reading.names.qualified();
            if (in.is('(')) {
                in.skipParentheses();
            }
        }
        if (!in.take("asc")) {
            in.take("desc");
        }
        if (in.take("nulls")) {
            if (!in.take("first")) {
                in.need("last");
            }
        }
        if (in.take("with")) {
            reading.expressions.operatorName();
        }
    }
}
