package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.EnumSet;

/// Reads EXPLAIN and its synonyms, and ANALYZE, which in MariaDB is an EXPLAIN that executes.
final class MySqlExplains {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlExplains(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        if (in.is("analyze")) {
            if (in.is(1, "table")
                    || ((in.is(1, "local") || in.is(1, "no_write_to_binlog"))
                            && in.is(2, "table"))) {
                new MySqlMaintenance(reading).tables();
                return;
            }
            in.advance();
            facts.verb("ANALYZE");
            facts.effect(Effect.EXPLAIN);
            options();
            reading.changes.explainable();
            return;
        }
        in.advance();
        boolean analyze = in.take("analyze");
        facts.verb(analyze ? "EXPLAIN ANALYZE" : "EXPLAIN");
        if (describes()) {
            facts.retitle("DESCRIBE");
            facts.effect(Effect.READ);
            facts.mentions(reading.names.relation());
            in.skipRest();
            return;
        }
        facts.effect(Effect.EXPLAIN);
        facts.effect(Effect.READ);
        options();
        if (in.take("for", "connection")) {
            in.advance();
            return;
        }
        if (in.is("for") && (in.is(1, "schema") || in.is(1, "database"))) {
            // Names without a database mean another one here.
            throw in.unexpected("a statement");
        }
        EnumSet<Effect> before = facts.effects();
        reading.changes.explainable();
        if (!analyze) {
            facts.effects(before);
        }
    }

    private void options() {
        while (true) {
            if (in.is("extended") || in.is("partitions")) {
                in.advance();
            } else if (in.is("format") && in.is(1, '=')) {
                in.advance(3);
            } else if (in.is("into") && in.is(1, '@')) {
                in.advance(3);
            } else {
                return;
            }
        }
    }

    /// Whether a table's name stands here, and not what begins a statement.
    private boolean describes() {
        return switch (in.word()) {
            case "select",
                    "values",
                    "table",
                    "with",
                    "insert",
                    "replace",
                    "update",
                    "delete",
                    "for",
                    "into" ->
                    false;
            case "extended", "partitions" -> isAlone();
            case "format" -> !in.is(1, '=');
            default -> reading.names.isIdentifier();
        };
    }

    /// A table may be called like an option.
    private boolean isAlone() {
        return in.kind(1) == Tokens.END || in.is(1, ';');
    }
}
