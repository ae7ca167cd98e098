package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads the commands for whoever keeps a server running, and a few others of which there is little to say.
///
/// Those that only steer the server are `maintenance`. Those that let code or rows in from elsewhere that nobody can see
/// here (`INSTALL PLUGIN`, `BINLOG '…'`, `CLONE INSTANCE`) are not understood.
final class MySqlMaintenance {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlMaintenance(MySqlReading reading) {
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
                facts.writes(reading.names.relation());
                in.skipRest();
            }
            case "rename" -> rename();
            case "lock" -> lock();
            case "unlock" -> {
                facts.effect(Effect.LOCK);
                in.advance();
                in.skipRest();
            }
            case "check", "optimize", "repair", "checksum" -> tables();
            case "cache" -> {
                in.advance();
                in.need("index");
                facts.effect(Effect.MAINTENANCE);
                do {
                    facts.defines(reading.names.relation());
                    while (!in.statementEnds() && !in.is(',') && !in.is("in")) {
                        in.skipOne();
                    }
                } while (in.take(','));
                in.skipRest();
            }
            case "flush" -> flush();
            case "kill",
                    "shutdown",
                    "restart",
                    "reset",
                    "purge",
                    "change",
                    "start",
                    "stop",
                    "uninstall",
                    "backup" -> {
                in.advance();
                facts.effect(Effect.MAINTENANCE);
                plain();
            }
            case "install", "binlog", "clone" -> {
                facts.effect(Effect.MAINTENANCE);
                facts.opaque();
                in.advance();
                plain();
            }
            case "import" -> {
                // Its definition comes from a file of the server's.
                in.advance();
                in.need("table");
                in.need("from");
                facts.effect(Effect.CREATE);
                facts.effect(Effect.COPY_FILE);
                facts.opaque();
                in.skipRest();
            }
            case "help", "signal", "resignal" -> {
                facts.effect(Effect.READ);
                in.advance();
                if (!word.equals("help")) {
                    signal();
                }
                in.skipRest();
            }
            case "get" -> {
                // Diagnostics go into variables of the user's.
                in.advance();
                facts.effect(Effect.SET);
                plain();
            }
            default -> throw in.unexpected("a statement");
        }
    }

    /// Words, numbers and strings; expressions where there are parentheses, as in `KILL (SELECT …)`.
    private void plain() {
        while (!in.statementEnds()) {
            switch (in.word()) {
                case "select" -> throw in.unexpected("the end");
                case "columns", "indexes" -> in.advance(); // lists of names
                default -> {
                    if (in.is('(')) {
                        reading.expressions.parenthesised();
                    } else if (in.isLabel() && in.is(1, '(')) {
                        reading.operands.read();
                    } else {
                        in.advance();
                    }
                }
            }
        }
    }

    /// `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = …`
    private void signal() {
        while (!in.statementEnds() && !in.is("set")) {
            in.advance();
        }
        if (in.take("set")) {
            do {
                in.label();
                in.need('=');
                reading.expressions.read();
            } while (in.take(','));
        }
    }

    /// `ANALYZE TABLE a, b`, `CHECK TABLE a QUICK`, …; PERSISTENT FOR and UPDATE HISTOGRAM name columns.
    void tables() {
        facts.verb(in.word().toUpperCase(Locale.ROOT) + " TABLE");
        facts.retitle(in.word().toUpperCase(Locale.ROOT) + " TABLE");
        facts.effect(Effect.MAINTENANCE);
        in.advance();
        if (!in.take("local")) {
            in.take("no_write_to_binlog");
        }
        if (in.is("view") || in.is("tables")) {
            in.advance();
        } else {
            in.need("table");
        }
        do {
            facts.defines(reading.names.relation());
            if (in.is("persistent")) {
                plain();
            }
        } while (in.take(','));
        plain();
    }

    /// `RENAME TABLE a TO b, c TO d`; `RENAME USER`.
    private void rename() {
        in.need("rename");
        facts.effect(Effect.ALTER);
        if (in.take("user")) {
            facts.retitle("RENAME USER");
            in.skipRest();
            return;
        }
        facts.retitle("RENAME TABLE");
        if (!in.take("tables")) {
            in.need("table");
        }
        if (in.take("if")) {
            in.need("exists");
        }
        do {
            facts.defines(reading.names.relation());
            if (in.take("nowait")) {
                // MariaDB
            } else if (in.take("wait")) {
                in.advance();
            }
            in.need("to");
            facts.defines(reading.names.relation());
        } while (in.take(','));
    }

    /// `LOCK TABLES a READ LOCAL, b AS x WRITE`; `LOCK INSTANCE FOR BACKUP`.
    private void lock() {
        in.need("lock");
        facts.effect(Effect.LOCK);
        if (in.is("instance")) {
            facts.effect(Effect.MAINTENANCE);
            in.skipRest();
            return;
        }
        if (!in.take("tables")) {
            in.need("table");
        }
        do {
            facts.defines(reading.names.relation());
            if (!in.is("read") && !in.is("low_priority") && !in.is("write")) {
                reading.names.optionalAlias();
            }
            in.take("low_priority");
            if (in.take("read")) {
                in.take("local");
            } else {
                in.need("write");
                in.take("concurrent");
            }
        } while (in.take(','));
        in.skipRest();
    }

    /// `FLUSH PRIVILEGES`, `FLUSH TABLES a, b WITH READ LOCK`
    private void flush() {
        in.need("flush");
        facts.effect(Effect.MAINTENANCE);
        if (!in.take("local")) {
            in.take("no_write_to_binlog");
        }
        if (!in.take("tables") && !in.take("table")) {
            plain();
            return;
        }
        if (reading.names.isIdentifier()) {
            reading.names.relations(facts::defines);
        }
        if (!in.statementEnds()) { // WITH READ LOCK, FOR EXPORT
            facts.effect(Effect.LOCK);
            in.skipRest();
        }
    }
}
