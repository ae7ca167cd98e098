package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads DROP of anything in MySQL's dialect.
final class MySqlDrops {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlDrops(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("drop");
        if (in.take("prepare")) {
            new MySqlPrepared(reading).deallocate();
            return;
        }
        facts.effect(Effect.DROP);
        in.take("temporary");
        in.take("undo");
        String kind = in.word();
        facts.verb("DROP " + kind.toUpperCase(Locale.ROOT));
        in.advance();
        switch (kind) {
            case "table", "tables", "view", "sequence" -> {
                ifExists();
                reading.names.relations(facts::defines);
                in.skipRest();
            }
            case "index" -> {
                ifExists();
                in.label();
                in.need("on");
                facts.defines(reading.names.relation());
                in.skipRest();
            }
            case "database",
                    "schema",
                    "procedure",
                    "function",
                    "trigger",
                    "event",
                    "package",
                    "user",
                    "role",
                    "server",
                    "tablespace",
                    "logfile",
                    "resource",
                    "spatial" ->
                    in.skipRest();
            default -> throw in.unexpected("TABLE, VIEW, INDEX, …");
        }
    }

    private void ifExists() {
        if (in.take("if")) {
            in.need("exists");
        }
    }
}
