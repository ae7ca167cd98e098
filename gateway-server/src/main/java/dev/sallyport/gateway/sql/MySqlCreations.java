package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads CREATE of anything in MySQL's dialect.
final class MySqlCreations {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;
    private boolean replaces;

    MySqlCreations(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("create");
        facts.effect(Effect.CREATE);
        clauses();
        String kind = in.word();
        facts.verb("CREATE " + kind.toUpperCase(Locale.ROOT));
        in.advance();
        switch (kind) {
            case "table" -> table();
            case "view" -> view();
            case "index" -> index();
            case "sequence" -> {
                ifNotExists();
                facts.defines(reading.names.relation());
                reading.leftovers.rest();
            }
            case "procedure", "function" -> new MySqlRoutines(reading).routine();
            case "trigger" -> new MySqlRoutines(reading).trigger();
            case "event" -> new MySqlRoutines(reading).event();
            case "database",
                    "schema",
                    "user",
                    "role",
                    "tablespace",
                    "logfile",
                    "resource",
                    "spatial" ->
                    in.skipRest();
            case "server" -> {
                // A way to other servers, for tables to come
                facts.opaque();
                in.skipRest();
            }
            default -> throw in.unexpected("TABLE, VIEW, INDEX, …");
        }
    }

    /// What may stand before the kind: `OR REPLACE DEFINER = a@b SQL SECURITY INVOKER TEMPORARY`.
    void clauses() {
        while (true) {
            switch (in.word()) {
                case "or" -> {
                    in.advance();
                    in.need("replace");
                    replaces = true;
                }
                case "definer" -> {
                    in.advance();
                    in.need('=');
                    reading.names.user();
                    if (in.take('(')) {
                        in.need(')');
                    }
                }
                case "algorithm" -> {
                    in.advance();
                    in.need('=');
                    in.advance();
                }
                case "sql" -> {
                    in.advance();
                    in.need("security");
                    in.label();
                }
                case "temporary",
                        "aggregate",
                        "unique",
                        "fulltext",
                        "spatial",
                        "vector",
                        "online",
                        "offline",
                        "undo" -> {
                    if (in.is("spatial") && in.is(1, "reference")) {
                        return;
                    }
                    in.advance();
                }
                default -> {
                    return;
                }
            }
        }
    }

    void ifNotExists() {
        if (in.take("if")) {
            in.need("not");
            in.need("exists");
        }
    }

    private void table() {
        if (replaces) {
            facts.effect(Effect.DROP); // of what was there, with its rows
        }
        ifNotExists();
        facts.defines(reading.names.relation());
        if (in.is('(') && in.is(1, "like")) {
            in.advance(2);
            facts.mentions(reading.names.relation());
            in.need(')');
            return;
        }
        if (in.take("like")) {
            facts.mentions(reading.names.relation());
            return;
        }
        while (!in.statementEnds()) {
            if (in.is("as") && !(in.is(1, '(') && !startsQueryBehind(1))) {
                in.advance();
                query();
                return;
            }
            if (in.is("select")
                    || in.is("table")
                    || (in.is("with") && isQueryBehindWith())
                    || (in.is("values") && in.is(1, '('))
                    || (in.is('(') && reading.queries.startsBehindParentheses())) {
                query();
                return;
            }
            reading.leftovers.one();
        }
    }

    private boolean startsQueryBehind(int ahead) {
        int query = ahead;
        while (in.is(query, '(')) {
            query++;
        }
        return reading.queries.startsHere(query);
    }

    /// `WITH a AS (…)` and not `WITH SYSTEM VERSIONING`.
    private boolean isQueryBehindWith() {
        return in.is(1, "recursive") || in.is(2, "as") || in.is(2, '(');
    }

    private void query() {
        facts.effect(Effect.READ);
        reading.queries.query();
    }

    /// The query runs later, yet with the rights of whoever defines it.
    void view() {
        ifNotExists();
        facts.defines(reading.names.relation());
        reading.names.optionalList();
        in.need("as");
        reading.queries.query();
        if (in.take("with")) {
            if (!in.take("cascaded")) {
                in.take("local");
            }
            in.need("check");
            in.need("option");
        }
    }

    private void index() {
        ifNotExists();
        in.label();
        while (!in.take("on")) { // USING BTREE
            if (!in.isLabel()) {
                throw in.unexpected("ON");
            }
            in.advance();
        }
        facts.defines(reading.names.relation());
        reading.leftovers.rest();
    }
}
