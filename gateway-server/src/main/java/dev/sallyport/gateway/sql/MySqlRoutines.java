package dev.sallyport.gateway.sql;

/// Reads the definitions of procedures, functions, triggers and events with their bodies, whose facts they take over.
final class MySqlRoutines {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlRoutines(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void routine() {
        new MySqlCreations(reading).ifNotExists();
        reading.names.routine();
        if (!in.is('(')) {
            loadable();
            return;
        }
        parameters();
        while (characteristic()) {
            // as many as there are
        }
        body();
    }

    /// `(IN a INT, OUT b VARCHAR(10) DEFAULT f(1))`: only the defaults matter, which MariaDB has.
    private void parameters() {
        in.need('(');
        while (!in.take(')')) {
            if (in.take("default")) {
                reading.expressions.read();
            } else if (in.kind() == Tokens.END || in.kind() == Tokens.ASSIGN || in.is(';')) {
                throw in.unexpected(")");
            } else {
                in.skipOne();
            }
        }
    }

    /// `CREATE FUNCTION f RETURNS INTEGER SONAME 'lib.so'`: code of a shared library begins to run in the server.
    private void loadable() {
        facts.opaque();
        in.need("returns");
        in.skipRest();
    }

    private boolean characteristic() {
        switch (in.word()) {
            case "returns" -> {
                in.advance();
                reading.types.read();
            }
            case "comment" -> {
                in.advance();
                in.needString();
            }
            case "language" -> {
                in.advance();
                if (!in.take("sql")) {
                    throw in.unexpected("SQL");
                }
            }
            case "not" -> {
                in.advance();
                in.need("deterministic");
            }
            case "deterministic" -> in.advance();
            case "contains", "no" -> {
                in.advance();
                in.need("sql");
            }
            case "reads", "modifies" -> {
                in.advance();
                in.need("sql");
                in.need("data");
            }
            case "sql" -> {
                in.advance();
                in.need("security");
                in.label();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    void trigger() {
        new MySqlCreations(reading).ifNotExists();
        reading.names.routine();
        while (!in.take("on")) { // BEFORE INSERT
            if (!in.isLabel()) {
                throw in.unexpected("ON");
            }
            in.advance();
        }
        facts.defines(reading.names.relation());
        in.need("for");
        in.need("each");
        in.need("row");
        if (in.is("follows") || in.is("precedes")) {
            in.advance();
            in.label();
        }
        body();
    }

    void event() {
        new MySqlCreations(reading).ifNotExists();
        reading.names.routine();
        eventClauses();
    }

    /// `ON SCHEDULE EVERY 1 DAY STARTS now() ON COMPLETION PRESERVE ENABLE COMMENT 'x' DO …`
    void eventClauses() {
        while (!in.statementEnds()) {
            switch (in.word()) {
                case "do" -> {
                    in.advance();
                    body();
                    return;
                }
                case "at", "every", "starts", "ends" -> {
                    in.advance();
                    reading.expressions.read();
                    if (MySqlWords.UNITS.contains(in.word())) {
                        in.advance();
                    }
                }
                case "comment" -> {
                    in.advance();
                    in.needString();
                }
                case "rename" -> {
                    in.advance();
                    in.need("to");
                    reading.names.routine();
                }
                case "on",
                        "schedule",
                        "completion",
                        "not",
                        "preserve",
                        "enable",
                        "disable",
                        "slave",
                        "replica" ->
                        in.advance();
                default -> throw in.unexpected("DO");
            }
        }
    }

    /// What a body sets, it sets in sessions to come, or in none.
    private void body() {
        String title = facts.title();
        new MySqlBodies(reading).statement();
        facts.retitle(title);
        reading.statements.changes(new SessionChange.None());
    }
}
