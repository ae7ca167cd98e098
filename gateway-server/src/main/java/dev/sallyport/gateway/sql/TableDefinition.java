package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;

/// Reads what follows CREATE TABLE, CREATE FOREIGN TABLE and CREATE MATERIALIZED VIEW.
final class TableDefinition {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;
    private final Constraints constraints;

    TableDefinition(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
        constraints = new Constraints(reading);
    }

    void read() {
        if (in.is("if") && in.is(1, "not")) {
            in.advance(2);
            in.need("exists");
        }
        facts.defines(reading.names.qualified());
        if (in.take("partition", "of")) {
            facts.defines(reading.names.qualified());
        } else if (in.take("of")) {
            reading.names.qualified();
        }
        if (in.is('(')) {
            elements();
        }
        clauses();
    }

    /// The clauses behind the columns, in any order.
    private void clauses() {
        while (true) {
            switch (in.word()) {
                case "inherits" -> {
                    in.advance();
                    in.need('(');
                    reading.names.relations(facts::defines);
                    in.need(')');
                }
                case "partition" -> {
                    in.advance();
                    in.need("by");
                    in.label();
                    new IndexParts(reading).read();
                }
                case "for" -> new PartitionBounds(reading).read();
                case "default" -> in.advance(); // the partition for all the rest
                case "using", "tablespace", "server" -> {
                    in.advance();
                    in.label();
                }
                case "with" -> {
                    in.advance();
                    in.skipParentheses();
                }
                case "without" -> {
                    in.advance();
                    in.need("oids");
                }
                case "options" -> {
                    in.advance();
                    in.skipParentheses();
                }
                case "on" -> onCommit();
                case "as" -> {
                    in.advance();
                    source();
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void onCommit() {
        in.need("on");
        in.need("commit");
        if (!in.take("drop")) {
            in.advance(); // PRESERVE or DELETE
            in.need("rows");
        }
    }

    /// `AS SELECT …` or `AS EXECUTE …`
    private void source() {
        if (in.is("execute")) {
            reading.statements.read();
        } else {
            facts.effect(Effect.READ);
            reading.queries.query();
        }
        if (in.take("with")) {
            in.take("no");
            in.need("data");
        }
    }

    private void elements() {
        in.need('(');
        if (in.take(')')) {
            return;
        }
        do {
            element();
        } while (in.take(','));
        in.need(')');
    }

    private void element() {
        switch (in.word()) {
            case "like" -> {
                in.advance();
                facts.defines(reading.names.qualified());
                while (in.is("including") || in.is("excluding")) {
                    in.advance();
                    in.label();
                }
            }
            case "constraint", "check", "unique", "primary", "exclude", "foreign", "not" -> {
                if (in.is("exclude") && !in.is(1, "using") && !in.is(1, '(')) {
                    column();
                } else {
                    constraints.readOfTable();
                }
            }
            default -> column();
        }
    }

    /// `name type constraints`; only the name where the type comes from elsewhere.
    void column() {
        in.label();
        if (in.take("with")) {
            in.need("options");
        } else if (!in.is(',')
                && !in.is(')')
                && reading.names.isIdentifier()
                && !constraints.startsHere()) {
            reading.types.read();
        }
        constraints.read();
    }
}
