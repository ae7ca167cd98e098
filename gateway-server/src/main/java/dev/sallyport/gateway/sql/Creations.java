package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads CREATE of anything: what is defined, and the queries, expressions and statements inside.
final class Creations {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Creations(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("create");
        facts.effect(Effect.CREATE);
        if (in.take("or")) {
            in.need("replace");
        }
        if ((in.is("global") || in.is("local")) && in.kind(1) == Tokens.WORD) {
            in.advance();
        }
        switch (in.word()) {
            case "temporary", "temp", "unlogged", "trusted", "procedural", "default" ->
                    in.advance();
            default -> {
                // the kind itself, or a word that is part of it
            }
        }
        in.take("procedural");
        String kind = in.word();
        facts.verb("CREATE " + kind.toUpperCase(Locale.ROOT));
        in.advance();
        switch (kind) {
            case "table" -> new TableDefinition(reading).read();
            case "foreign" -> foreign();
            case "view" -> view();
            case "recursive" -> {
                in.need("view");
                facts.retitle("CREATE VIEW");
                recursiveView();
            }
            case "materialized" -> {
                in.need("view");
                facts.retitle("CREATE MATERIALIZED VIEW");
                new TableDefinition(reading).read();
            }
            case "unique" -> {
                in.need("index");
                facts.retitle("CREATE INDEX");
                index();
            }
            case "index" -> index();
            case "sequence" -> {
                ifNotExists();
                facts.defines(reading.names.qualified());
                sequence();
            }
            case "schema" -> schema();
            case "function", "procedure" -> new Routines(reading).read();
            case "constraint" -> {
                in.need("trigger");
                facts.retitle("CREATE TRIGGER");
                trigger();
            }
            case "trigger" -> trigger();
            case "rule" -> rule();
            case "policy" -> policy();
            case "statistics" -> statistics();
            case "domain" -> domain();
            case "publication" -> new Publications(reading).read();
            case "access",
                    "aggregate",
                    "cast",
                    "collation",
                    "conversion",
                    "database",
                    "event",
                    "extension",
                    "group",
                    "language",
                    "operator",
                    "role",
                    "server",
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

    void ifNotExists() {
        if (in.is("if") && in.is(1, "not")) {
            in.advance(2);
            in.need("exists");
        }
    }

    private void foreign() {
        if (in.take("table")) {
            facts.retitle("CREATE FOREIGN TABLE");
            new TableDefinition(reading).read();
        } else {
            in.need("data");
            facts.retitle("CREATE FOREIGN DATA WRAPPER");
            in.skipRest();
        }
    }

    private void view() {
        facts.defines(reading.names.qualified());
        viewBody();
    }

    /// Its own name means itself inside, as in `WITH RECURSIVE`.
    private void recursiveView() {
        var name = reading.names.qualified();
        facts.defines(name);
        var outer = reading.names.scope();
        reading.names.open().add(name.name());
        viewBody();
        reading.names.close(outer);
    }

    private void viewBody() {
        reading.names.optionalList();
        if (in.is("with") && in.is(1, '(')) {
            in.advance();
            in.skipParentheses();
        }
        in.need("as");
        reading.queries.query();
        if (in.take("with")) {
            if (!in.take("local")) {
                in.take("cascaded");
            }
            in.need("check");
            in.need("option");
        }
    }

    private void index() {
        in.take("concurrently");
        ifNotExists();
        if (!in.is("on")) {
            in.label();
        }
        in.need("on");
        facts.defines(reading.names.relation());
        if (in.take("using")) {
            in.label();
        }
        new IndexParts(reading).read();
        if (in.take("include")) {
            new IndexParts(reading).read();
        }
        if (in.take("nulls")) {
            in.take("not");
            in.need("distinct");
        }
        if (in.take("with")) {
            in.skipParentheses();
        }
        if (in.take("tablespace")) {
            in.label();
        }
        if (in.take("where")) {
            reading.expressions.read();
        }
    }

    /// Its elements are statements of their own without a semicolon between them.
    private void schema() {
        ifNotExists();
        if (!in.is("authorization")) {
            in.label();
        }
        if (in.take("authorization")) {
            in.label();
        }
        while (in.is("create") || in.is("grant")) {
            if (in.is("grant")) {
                new Grants(reading).read();
            } else {
                read();
            }
        }
    }

    private void sequence() {
        int start;
        do {
            start = in.position();
            if (in.take("owned", "by")) {
                ownedBy();
            } else if (!in.statementEnds() && !in.is("create") && !in.is("grant")) {
                in.skipOne();
            }
        } while (in.position() > start);
    }

    /// `NONE` or `schema.table.column`
    private void ownedBy() {
        reading.names.ofColumn(facts::mentions);
    }

    private void trigger() {
        in.label();
        while (!in.take("on")) {
            if (in.kind() == Tokens.END) {
                throw in.unexpected("ON");
            }
            in.advance();
        }
        facts.defines(reading.names.qualified());
        if (in.take("from")) {
            facts.mentions(reading.names.qualified());
        }
        while (!in.statementEnds() && !in.is("execute")) {
            if (in.take("when")) {
                reading.expressions.parenthesised();
            } else {
                in.advance();
            }
        }
        in.need("execute");
        if (!in.take("function")) {
            in.need("procedure");
        }
        reading.names.qualified();
        in.skipParentheses();
    }

    private void rule() {
        in.label();
        in.need("as");
        in.need("on");
        in.advance(); // SELECT, INSERT, UPDATE or DELETE
        in.need("to");
        facts.defines(reading.names.qualified());
        if (in.take("where")) {
            reading.expressions.read();
        }
        in.need("do");
        if (!in.take("also")) {
            in.take("instead");
        }
        if (in.take("nothing")) {
            return;
        }
        if (!in.is('(')) {
            ruleAction();
            return;
        }
        in.need('(');
        in.enter();
        while (!in.take(')')) {
            if (!in.take(';')) {
                ruleAction();
            }
        }
        in.leave();
    }

    private void ruleAction() {
        if (in.is("notify")) {
            reading.statements.read();
        } else {
            reading.changes.preparable();
        }
    }

    private void policy() {
        in.label();
        in.need("on");
        facts.defines(reading.names.qualified());
        policyClauses();
    }

    /// `AS … FOR … TO … USING (…) WITH CHECK (…)`
    void policyClauses() {
        while (!in.statementEnds()) {
            if (in.take("using") || in.take("check")) {
                reading.expressions.parenthesised();
            } else if (in.isLabel() || in.is(',')) {
                in.advance();
            } else {
                throw in.unexpected("USING or WITH CHECK");
            }
        }
    }

    private void statistics() {
        ifNotExists();
        if (!in.is("on") && in.isLabel()) {
            reading.names.qualified();
        }
        if (in.is('(')) {
            in.skipParentheses();
        }
        in.need("on");
        reading.expressions.list();
        in.need("from");
        reading.from.list();
    }

    private void domain() {
        reading.names.qualified();
        in.take("as");
        reading.types.read();
        new Constraints(reading).read();
    }
}
