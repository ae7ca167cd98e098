package dev.sallyport.gateway.sql;

/// Reads `FOR VALUES IN (…)`, `FOR VALUES FROM (…) TO (…)` and `FOR VALUES WITH (MODULUS …, REMAINDER …)`.
final class PartitionBounds {
    private final Reading reading;
    private final Cursor in;

    PartitionBounds(Reading reading) {
        this.reading = reading;
        in = reading.in;
    }

    void read() {
        in.need("for");
        in.need("values");
        if (in.take("with")) {
            in.skipParentheses();
        } else if (in.take("in")) {
            reading.expressions.parenthesised();
        } else {
            in.need("from");
            limits();
            in.need("to");
            limits();
        }
    }

    private void limits() {
        in.need('(');
        do {
            // in whose place a column reference would make no sense
            if (!in.take("minvalue") && !in.take("maxvalue")) {
                reading.expressions.read();
            }
        } while (in.take(','));
        in.need(')');
    }
}
