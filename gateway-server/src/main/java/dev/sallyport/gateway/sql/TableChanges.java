package dev.sallyport.gateway.sql;

/// Reads the commands of ALTER TABLE, and of ALTER VIEW, INDEX and SEQUENCE, which share them.
final class TableChanges {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    TableChanges(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        if (in.is("all") && in.is(1, "in")) {
            in.skipRest();
            return;
        }
        if (in.is("if") && in.is(1, "exists")) {
            in.advance(2);
        }
        facts.defines(reading.names.relation());
        do {
            command();
        } while (in.take(','));
    }

    private void command() {
        switch (in.word()) {
            case "add" -> add();
            case "alter" -> alter();
            case "attach" -> {
                in.advance();
                in.need("partition");
                facts.mentions(reading.names.qualified());
                if (in.is("for")) {
                    new PartitionBounds(reading).read();
                } else {
                    in.take("default");
                }
            }
            case "detach" -> {
                in.advance();
                in.need("partition");
                facts.mentions(reading.names.qualified());
                in.take("concurrently");
                in.take("finalize");
            }
            case "inherit" -> {
                in.advance();
                facts.defines(reading.names.qualified());
            }
            case "no" -> {
                in.advance();
                if (in.take("inherit")) {
                    facts.defines(reading.names.qualified());
                } else {
                    plain();
                }
            }
            case "owned" -> {
                in.advance();
                in.need("by");
                reading.names.ofColumn(facts::mentions);
            }
            default -> plain();
        }
    }

    /// A command in which no expression can stand: OWNER TO, RENAME, SET, RESET, DROP, ENABLE, VALIDATE, …
    private void plain() {
        switch (in.word()) {
            case "rename",
                    "owner",
                    "set",
                    "reset",
                    "drop",
                    "enable",
                    "disable",
                    "validate",
                    "cluster",
                    "replica",
                    "force",
                    "of",
                    "not",
                    "options",
                    "depends",
                    "as",
                    "increment",
                    "minvalue",
                    "maxvalue",
                    "start",
                    "restart",
                    "cache",
                    "cycle",
                    "logged",
                    "unlogged",
                    "sequence" -> {
                while (!in.statementEnds() && !in.is(',')) {
                    in.skipOne();
                    sequenceOwner();
                }
            }
            default -> throw in.unexpected("a command of ALTER TABLE");
        }
    }

    /// Options of a sequence have no comma between them, and one names a table.
    private void sequenceOwner() {
        if (in.is("owned") && in.is(1, "by")) {
            in.advance(2);
            reading.names.ofColumn(facts::mentions);
        }
    }

    private void add() {
        in.need("add");
        switch (in.word()) {
            case "constraint", "check", "unique", "primary", "foreign", "not" ->
                    new Constraints(reading).readOfTable();
            case "exclude" -> {
                if (in.is(1, "using") || in.is(1, '(')) {
                    new Constraints(reading).read();
                } else {
                    column();
                }
            }
            default -> column();
        }
    }

    private void column() {
        in.take("column");
        if (in.is("if") && in.is(1, "not")) {
            in.advance(2);
            in.need("exists");
        }
        new TableDefinition(reading).column();
    }

    private void alter() {
        in.need("alter");
        if (in.take("constraint")) {
            in.label();
            new Constraints(reading).read();
            return;
        }
        in.take("column");
        if (in.kind() == Tokens.NUMBER) {
            in.advance();
        } else {
            in.label();
        }
        if (in.take("set", "data") || in.is("type")) {
            in.need("type");
            reading.types.read();
            if (in.take("collate")) {
                reading.names.qualified();
            }
            if (in.take("using")) {
                reading.expressions.read();
            }
        } else if (in.take("set", "default")) {
            reading.expressions.read();
        } else if (in.take("set", "expression")) {
            in.need("as");
            reading.expressions.parenthesised();
        } else if (in.take("add")) {
            new Constraints(reading).read();
        } else {
            identity();
        }
    }

    /// `SET NOT NULL`, `DROP DEFAULT`, `SET GENERATED ALWAYS RESTART 5`, `OPTIONS (…)`, …
    private void identity() {
        switch (in.word()) {
            case "set", "drop", "reset", "restart", "options" -> {
                while (!in.statementEnds() && !in.is(',')) {
                    in.skipOne();
                }
            }
            default -> throw in.unexpected("SET, DROP, TYPE, …");
        }
    }
}
