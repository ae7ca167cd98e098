package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;

/// Reads `LOAD DATA`, `LOAD XML` and `LOAD INDEX`, and the format of a file.
final class MySqlLoads {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlLoads(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("load");
        if (in.take("index")) {
            index();
            return;
        }
        boolean xml = in.take("xml");
        if (!xml) {
            in.need("data");
        }
        facts.verb(xml ? "LOAD XML" : "LOAD DATA");
        if (!in.take("low_priority")) {
            in.take("concurrent");
        }
        // Without LOCAL the file is the server's; with it, the server asks the client for it.
        facts.effect(in.take("local") ? Effect.COPY_IN : Effect.COPY_FILE);
        facts.effect(Effect.INSERT);
        in.need("infile");
        in.needString();
        if (in.take("replace")) {
            facts.effect(Effect.DELETE);
        } else {
            in.take("ignore");
        }
        in.need("into");
        in.need("table");
        facts.writes(reading.names.relation());
        reading.from.partition();
        format();
        if (in.is('(')) {
            columns();
        }
        if (in.take("set")) {
            reading.changes.assignments();
        }
    }

    private void index() {
        facts.verb("LOAD INDEX");
        facts.effect(Effect.MAINTENANCE);
        in.need("into");
        in.need("cache");
        facts.defines(reading.names.relation());
        in.skipRest();
    }

    /// `CHARACTER SET cs FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' LINES STARTING BY 'x' IGNORE 1 LINES …`
    void format() {
        while (true) {
            switch (in.word()) {
                case "character", "char" -> {
                    in.advance();
                    in.need("set");
                    reading.types.name();
                }
                case "charset" -> {
                    in.advance();
                    reading.types.name();
                }
                case "fields", "columns", "lines", "optionally" -> in.advance();
                case "terminated", "enclosed", "escaped", "starting", "identified" -> {
                    in.advance();
                    in.need("by");
                    in.needString();
                }
                case "rows" -> {
                    in.advance();
                    in.need("identified");
                    in.need("by");
                    in.needString();
                }
                case "ignore" -> {
                    in.advance();
                    in.advance(); // how many
                    if (!in.take("lines")) {
                        in.need("rows");
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    /// `(a, @b, c)`
    private void columns() {
        in.need('(');
        if (!in.is(')')) {
            do {
                if (in.take('@')) {
                    in.advance();
                } else {
                    facts.column(MySqlNames.fold(in.label()));
                }
            } while (in.take(','));
        }
        in.need(')');
    }
}
