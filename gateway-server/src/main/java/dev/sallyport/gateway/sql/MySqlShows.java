package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads SHOW of anything: it reads, whatever it shows; a WHERE may hold subqueries.
final class MySqlShows {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlShows(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("show");
        facts.effect(Effect.READ);
        while (in.is("full") || in.is("extended") || in.is("global") || in.is("session")) {
            in.advance();
        }
        String kind = in.word();
        facts.verb(("SHOW " + kind.toUpperCase(Locale.ROOT)).strip());
        boolean ofTable =
                switch (kind) {
                    case "columns", "fields", "index", "indexes", "keys" -> true;
                    default -> false;
                };
        if (kind.equals("create") && !in.is(1, "database") && !in.is(1, "schema")) {
            in.advance();
            boolean relation = in.is("table") || in.is("view") || in.is("sequence");
            in.advance();
            if (relation) {
                facts.mentions(reading.names.relation());
            }
        }
        boolean named = false;
        while (!in.statementEnds()) {
            if (in.take("where")) {
                reading.expressions.read();
            } else if (ofTable && !named && (in.is("from") || in.is("in"))) {
                in.advance();
                facts.mentions(reading.names.relation());
                named = true;
            } else if (in.is('(')) {
                // COUNT(*) or CURRENT_USER() at the most
                in.advance();
                in.take('*');
                in.need(')');
            } else {
                in.advance();
            }
        }
    }
}
