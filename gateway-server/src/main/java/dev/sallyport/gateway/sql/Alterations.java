package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.Locale;
import java.util.function.Consumer;

/// Reads ALTER of anything.
final class Alterations {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Alterations(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("alter");
        String kind = in.word();
        facts.verb("ALTER " + kind.toUpperCase(Locale.ROOT));
        facts.effect(kind.equals("default") ? Effect.GRANT : Effect.ALTER);
        in.advance();
        switch (kind) {
            case "table", "view", "index", "sequence" -> new TableChanges(reading).read();
            case "materialized" -> {
                in.need("view");
                facts.retitle("ALTER MATERIALIZED VIEW");
                new TableChanges(reading).read();
            }
            case "foreign" -> {
                if (in.take("table")) {
                    facts.retitle("ALTER FOREIGN TABLE");
                    new TableChanges(reading).read();
                } else {
                    in.need("data");
                    facts.retitle("ALTER FOREIGN DATA WRAPPER");
                    rest();
                }
            }
            case "policy" -> {
                onTable(facts::mentions);
                if (in.is("rename")) {
                    in.skipRest();
                } else {
                    new Creations(reading).policyClauses();
                }
            }
            case "trigger", "rule" -> {
                onTable(facts::defines);
                in.skipRest();
            }
            case "domain" -> domain();
            case "type" -> type();
            case "publication" -> new Publications(reading).read();
            case "default" -> {
                in.need("privileges");
                facts.retitle("ALTER DEFAULT PRIVILEGES");
                in.skipRest();
            }
            case "aggregate",
                    "collation",
                    "conversion",
                    "database",
                    "event",
                    "extension",
                    "function",
                    "group",
                    "language",
                    "large",
                    "operator",
                    "procedural",
                    "procedure",
                    "property",
                    "role",
                    "routine",
                    "schema",
                    "server",
                    "statistics",
                    "subscription",
                    "system",
                    "tablespace",
                    "text",
                    "user" ->
                    rest();
            default -> throw in.unexpected("TABLE, VIEW, INDEX, …");
        }
    }

    private void onTable(Consumer<Name> each) {
        in.take("if", "exists");
        in.label();
        in.need("on");
        Name table = reading.names.qualified();
        if (in.is("rename")) {
            facts.defines(table);
        } else {
            each.accept(table);
        }
    }

    /// A composite type is a relation to the server where its attributes change.
    private void type() {
        Name type = reading.names.qualified();
        if (in.is(1, "attribute")) {
            facts.defines(type);
        }
        in.skipRest();
    }

    private void domain() {
        reading.names.qualified();
        switch (in.word()) {
            case "add" -> {
                in.advance();
                new Constraints(reading).read();
            }
            case "set" -> {
                in.advance();
                if (in.take("default")) {
                    reading.expressions.read();
                } else {
                    in.skipRest();
                }
            }
            default -> in.skipRest();
        }
    }

    /// Nothing but names, literals and options; yet a role's or a database's settings are those of sessions to come.
    private void rest() {
        while (!in.statementEnds()) {
            if ((in.take("set") || in.take("reset")) && in.isLabel()) {
                if (in.label().toLowerCase(Locale.ROOT).equals("standard_conforming_strings")) {
                    facts.opaque();
                }
            } else if (!in.statementEnds()) {
                in.skipOne();
            }
        }
    }
}
