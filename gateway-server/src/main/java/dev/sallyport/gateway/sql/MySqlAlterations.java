package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads ALTER of anything in MySQL's dialect.
final class MySqlAlterations {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlAlterations(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("alter");
        facts.effect(Effect.ALTER);
        new MySqlCreations(reading).clauses();
        in.take("ignore");
        String kind = in.word();
        facts.verb("ALTER " + kind.toUpperCase(Locale.ROOT));
        in.advance();
        switch (kind) {
            case "table" -> table();
            case "view" -> new MySqlCreations(reading).view();
            case "sequence" -> {
                ifExists();
                facts.defines(reading.names.relation());
                reading.leftovers.rest();
            }
            case "event" -> {
                ifExists();
                reading.names.routine();
                new MySqlRoutines(reading).eventClauses();
            }
            case "database",
                    "schema",
                    "function",
                    "procedure",
                    "user",
                    "tablespace",
                    "logfile",
                    "resource" ->
                    in.skipRest();
            case "instance" -> {
                facts.effect(Effect.MAINTENANCE);
                in.skipRest();
            }
            case "server" -> {
                facts.opaque();
                in.skipRest();
            }
            default -> throw in.unexpected("TABLE, VIEW, …");
        }
    }

    private void ifExists() {
        if (in.take("if")) {
            in.need("exists");
        }
    }

    private void table() {
        ifExists();
        var table = reading.names.relation();
        facts.defines(table);
        while (!in.statementEnds()) {
            switch (in.word()) {
                case "rename" -> rename();
                case "exchange" -> {
                    // Rows go both ways.
                    in.advance();
                    in.need("partition");
                    in.label();
                    in.need("with");
                    in.need("table");
                    facts.writes(table);
                    facts.writes(reading.names.relation());
                }
                case "drop", "truncate" -> {
                    in.advance();
                    if (in.is("partition")) {
                        facts.effect(Effect.TRUNCATE);
                        facts.writes(table);
                    }
                }
                case "convert" -> convert();
                case "order" -> {
                    in.advance();
                    in.need("by");
                    reading.expressions.sortList();
                }
                default -> reading.leftovers.one();
            }
        }
    }

    private void rename() {
        in.need("rename");
        switch (in.word()) {
            case "column", "index", "key" -> in.advance();
            default -> {
                if (!in.take("to") && !in.take("as")) {
                    in.take('=');
                }
                facts.defines(reading.names.relation());
            }
        }
    }

    /// MariaDB's `CONVERT PARTITION p TO TABLE t` and `CONVERT TABLE t TO PARTITION p`; else to a character set.
    private void convert() {
        in.need("convert");
        if (in.take("table")) {
            facts.defines(reading.names.relation());
        } else if (in.take("partition")) {
            in.label();
            in.need("to");
            in.need("table");
            facts.defines(reading.names.relation());
        }
    }
}
