package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;

/// Reads GRANT and REVOKE: who may do what changes, and for which table.
final class MySqlGrants {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlGrants(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        facts.verb(in.is("grant") ? "GRANT" : "REVOKE");
        facts.effect(Effect.GRANT);
        in.advance();
        while (!in.statementEnds() && !in.is("on")) {
            in.skipOne(); // privileges, with columns, or roles
        }
        if (in.take("on")) {
            object();
        }
        in.skipRest();
    }

    /// `*`, `*.*`, `db.*`, `TABLE t`, `db.t`, `PROCEDURE p`
    private void object() {
        if (in.is("procedure") || in.is("function") || in.is("package")) {
            return;
        }
        in.take("table");
        // Every table, those of a database, or a user: GRANT PROXY
        if (in.is('*') || (in.is(1, '.') && in.is(2, '*')) || in.isString() || in.is(1, '@')) {
            return;
        }
        facts.defines(reading.names.relation());
    }
}
