package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads the commands that name relations and little else: VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH, LOCK, TRUNCATE, …
final class Maintenance {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Maintenance(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        String word = in.word();
        facts.verb(word.toUpperCase(Locale.ROOT));
        switch (word) {
            case "truncate" -> {
                in.advance();
                facts.effect(Effect.TRUNCATE);
                in.take("table");
                reading.names.relations(facts::writes);
                in.skipRest();
            }
            case "lock" -> {
                in.advance();
                facts.effect(Effect.LOCK);
                in.take("table");
                reading.names.relations(facts::defines);
                in.skipRest();
            }
            case "vacuum", "analyze", "analyse" -> vacuum();
            case "cluster", "repack" -> cluster();
            case "reindex" -> reindex();
            case "refresh" -> refresh();
            case "checkpoint" -> maintain();
            case "comment" -> {
                in.advance();
                in.need("on");
                note();
            }
            case "security" -> {
                facts.retitle("SECURITY LABEL");
                in.advance();
                in.need("label");
                if (in.take("for")) {
                    in.advance();
                }
                in.need("on");
                note();
            }
            case "reassign" -> {
                facts.retitle("REASSIGN OWNED");
                in.advance();
                in.need("owned");
                facts.effect(Effect.GRANT);
                in.skipRest();
            }
            case "import" -> importSchema();
            case "load" -> {
                // A shared library begins to run in the server: nobody can say what that does.
                facts.opaque();
                in.advance();
                in.needString();
            }
            default -> throw in.unexpected("a statement");
        }
    }

    private void maintain() {
        in.advance();
        facts.effect(Effect.MAINTENANCE);
        if (in.is('(')) {
            in.skipParentheses();
        }
    }

    private void vacuum() {
        maintain();
        while (in.is("full")
                || in.is("freeze")
                || in.is("verbose")
                || in.is("analyze")
                || in.is("analyse")) {
            in.advance();
        }
        if (in.isLabel() || in.is('(')) {
            do {
                facts.defines(reading.names.relation());
                reading.names.optionalList();
            } while (in.take(','));
        }
    }

    private void cluster() {
        maintain();
        in.take("verbose");
        if (!in.isLabel()) {
            return;
        }
        var first = reading.names.qualified();
        if (in.take("on")) { // CLUSTER index ON table, as it was written before 8.3
            facts.defines(reading.names.qualified());
        } else {
            facts.defines(first);
            if (in.take("using")) {
                in.label();
            }
        }
    }

    private void reindex() {
        maintain();
        String kind = in.word();
        in.advance();
        in.take("concurrently");
        switch (kind) {
            case "table", "index" -> facts.defines(reading.names.qualified());
            case "schema", "database", "system" -> in.skipRest();
            default -> throw in.unexpected("TABLE, INDEX, SCHEMA, DATABASE or SYSTEM");
        }
    }

    private void refresh() {
        facts.retitle("REFRESH MATERIALIZED VIEW");
        maintain();
        in.need("materialized");
        in.need("view");
        in.take("concurrently");
        facts.defines(reading.names.qualified());
        in.skipRest();
    }

    /// What COMMENT and SECURITY LABEL are about, where that is a relation or a column of one.
    private void note() {
        facts.effect(Effect.ALTER);
        switch (in.word()) {
            case "table", "view", "index", "sequence" -> {
                in.advance();
                facts.mentions(reading.names.qualified());
            }
            case "materialized", "foreign" -> {
                boolean isWrapper = in.is(1, "data");
                in.advance(2);
                if (!isWrapper) {
                    facts.mentions(reading.names.qualified());
                }
            }
            case "column" -> {
                in.advance();
                reading.names.ofColumn(facts::mentions);
            }
            default -> {
                // a function, a role, a type, …
            }
        }
        in.skipRest();
    }

    /// `IMPORT FOREIGN SCHEMA s LIMIT TO (a, b) FROM SERVER x INTO y`
    private void importSchema() {
        in.advance();
        in.need("foreign");
        in.need("schema");
        facts.retitle("IMPORT FOREIGN SCHEMA");
        facts.effect(Effect.CREATE);
        in.label();
        if (in.take("limit", "to") || in.take("except")) {
            in.need('(');
            reading.names.relations(facts::reads);
            in.need(')');
        }
        in.need("from");
        in.skipRest();
    }
}
