package dev.sallyport.gateway.sql;

import java.util.Set;

/// Passes over definitions, of which the grammar does not matter, and picks up what does: expressions, the tables of
/// foreign keys, and storage engines that reach outside.
///
/// A SELECT that turns up here is one that somebody else should have read, so the statement is not understood.
final class MySqlLeftovers {
    /// A table of theirs stands for another server's, or for a file.
    private static final Set<String> OUTSIDE_ENGINES =
            Set.of("federated", "federatedx", "connect", "spider", "s3", "sphinx", "lakehouse");

    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlLeftovers(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// Up to the statement's end.
    void rest() {
        while (!in.statementEnds()) {
            one();
        }
    }

    /// `( … )`: definitions, key parts, the length of a type. What begins with a parenthesis in there is an expression.
    private void group() {
        in.need('(');
        in.enter();
        boolean begins = true;
        while (!in.is(')')) {
            if (in.kind() == Tokens.END || in.is(';')) {
                throw in.unexpected(")");
            }
            if (begins && in.is('(')) {
                reading.expressions.parenthesised();
                begins = false;
            } else {
                begins = in.is(',');
                one();
            }
        }
        in.leave();
        in.need(')');
    }

    /// One token, or all that belongs to it.
    void one() {
        switch (in.word()) {
            case "select" -> throw in.unexpected("a definition");
            case "references" -> {
                in.advance();
                facts.mentions(reading.names.relation());
            }
            case "default" -> {
                in.advance();
                defaultValue();
            }
            case "as", "check", "hash", "range", "list", "than", "in", "virtual" -> {
                in.advance();
                if (in.is('(')) {
                    reading.expressions.parenthesised();
                }
            }
            case "interval" -> { // of PARTITION BY SYSTEM_TIME
                reading.expressions.read();
                if (in.take("starts")) {
                    reading.expressions.read();
                }
            }
            case "update" -> { // ON UPDATE now()
                in.advance();
                if (in.isLabel() && in.is(1, '(')) {
                    reading.operands.read();
                }
            }
            case "engine" -> {
                in.advance();
                in.take('=');
                if (in.isLabel() && OUTSIDE_ENGINES.contains(MySqlNames.fold(in.label()))) {
                    facts.opaque();
                }
            }
            case "union" -> { // of tables of the MERGE engine
                in.advance();
                in.take('=');
                in.need('(');
                reading.names.relations(facts::reads);
                in.need(')');
            }
            default -> {
                if (in.is('(')) {
                    group();
                } else {
                    in.advance();
                }
            }
        }
    }

    private void defaultValue() {
        switch (in.word()) {
            case "charset", "character", "char", "collate", "encryption", "role", "database" -> {
                // of the table, the database or the user
            }
            default -> {
                if (!in.statementEnds() && !in.is(',') && !in.is('=')) {
                    reading.operands.read();
                }
            }
        }
    }
}
