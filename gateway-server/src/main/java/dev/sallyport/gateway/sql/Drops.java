package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads DROP: which relations go, where the things dropped are relations.
final class Drops {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Drops(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("drop");
        facts.effect(Effect.DROP);
        String kind = in.word();
        facts.verb("DROP " + kind.toUpperCase(Locale.ROOT));
        in.advance();
        switch (kind) {
            case "table", "view", "sequence", "index" -> relations();
            case "materialized" -> {
                facts.retitle("DROP MATERIALIZED VIEW");
                in.need("view");
                relations();
            }
            case "foreign" -> {
                if (in.take("table")) {
                    facts.retitle("DROP FOREIGN TABLE");
                    relations();
                } else {
                    in.need("data");
                    facts.retitle("DROP FOREIGN DATA WRAPPER");
                    in.skipRest();
                }
            }
            case "policy", "trigger", "rule" -> ofTable();
            case "access",
                    "aggregate",
                    "cast",
                    "collation",
                    "conversion",
                    "database",
                    "domain",
                    "event",
                    "extension",
                    "function",
                    "group",
                    "language",
                    "operator",
                    "owned",
                    "procedural",
                    "procedure",
                    "property",
                    "publication",
                    "role",
                    "routine",
                    "schema",
                    "server",
                    "statistics",
                    "subscription",
                    "tablespace",
                    "text",
                    "transform",
                    "type",
                    "user" ->
                    in.skipRest();
            default -> throw in.unexpected("TABLE, VIEW, INDEX, …");
        }
    }

    /// `name ON table`
    private void ofTable() {
        if (in.take("if")) {
            in.need("exists");
        }
        in.label();
        in.need("on");
        facts.mentions(reading.names.qualified());
        in.skipRest();
    }

    private void relations() {
        in.take("concurrently");
        if (in.take("if")) {
            in.need("exists");
        }
        do {
            facts.defines(reading.names.qualified());
        } while (in.take(','));
        if (!in.take("cascade")) {
            in.take("restrict");
        }
    }
}
