package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells the statements of MySQL's dialect apart by their first words and hands each to whoever reads it.
final class MySqlStatements {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;
    private @Nullable SessionChange change;
    private @Nullable String executes;

    MySqlStatements(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// Reads one statement up to its end or to a `;`.
    void read() {
        in.enter();
        if (in.is('(')) {
            reading.changes.explainable();
        } else {
            word();
        }
        in.leave();
    }

    private void word() {
        switch (in.word()) {
            case "select", "values", "table", "with", "insert", "replace", "update", "delete" ->
                    reading.changes.explainable();
            case "begin" -> begin();
            case "start" -> start();
            case "commit", "rollback", "savepoint", "release", "xa" ->
                    simple(upper(), Effect.TRANSACTION);
            case "set" -> new MySqlSettingsReader(reading).read();
            case "use" -> use();
            case "show" -> new MySqlShows(reading).read();
            case "explain", "describe", "desc", "analyze" -> new MySqlExplains(reading).read();
            case "prepare", "execute", "deallocate" -> new MySqlPrepared(reading).read();
            case "load" -> new MySqlLoads(reading).read();
            case "create" -> new MySqlCreations(reading).read();
            case "alter" -> new MySqlAlterations(reading).read();
            case "drop" -> new MySqlDrops(reading).read();
            case "grant", "revoke" -> new MySqlGrants(reading).read();
            case "call" -> call();
            case "do" -> {
                // Not PostgreSQL's: it evaluates expressions and drops their values.
                facts.verb("DO");
                facts.effect(Effect.READ);
                in.advance();
                reading.queries.targets();
            }
            case "handler" -> handler();
            case "if", "case", "loop", "while", "repeat", "for" -> compound();
            default -> {
                if (in.isLabel() && in.is(1, ':')) {
                    compound();
                } else {
                    new MySqlMaintenance(reading).read();
                }
            }
        }
    }

    /// What the statement just read changes in its session.
    SessionChange change() {
        if (change != null) {
            return change;
        }
        String parameter = facts.parameter();
        return parameter == null ? new SessionChange.None() : new SessionChange.Sets(parameter);
    }

    /// The prepared statement that the statement just read executes, or null.
    @Nullable String executes() {
        return executes;
    }

    void changes(SessionChange newChange) {
        change = newChange;
    }

    void executes(String name) {
        executes = name;
    }

    private String upper() {
        return in.word().toUpperCase(Locale.ROOT);
    }

    private void simple(String verb, Effect effect) {
        facts.verb(verb);
        facts.effect(effect);
        in.advance();
        in.skipRest();
    }

    private void begin() {
        if (in.is(1, "not")) {
            compound();
        } else {
            in.advance();
            in.take("work");
            facts.verb("BEGIN");
            facts.effect(Effect.TRANSACTION);
        }
    }

    /// MariaDB runs what may stand in a stored program outside of one too.
    private void compound() {
        facts.verb("DO");
        facts.effect(Effect.DO);
        new MySqlBodies(reading).statement();
    }

    private void start() {
        if (in.is(1, "transaction")) {
            simple("START TRANSACTION", Effect.TRANSACTION);
        } else {
            new MySqlMaintenance(reading).read();
        }
    }

    /// The default database decides what a name without one means.
    private void use() {
        in.need("use");
        facts.verb("USE");
        facts.effect(Effect.SET);
        facts.changes("database");
        in.label();
    }

    private void call() {
        in.need("call");
        facts.verb("CALL");
        facts.effect(Effect.CALL);
        facts.calls(reading.names.routine());
        if (in.is('(')) {
            reading.calls.arguments("");
        }
    }

    /// `HANDLER t OPEN`, `HANDLER t READ i = (1) WHERE … LIMIT …`, `HANDLER t CLOSE`
    private void handler() {
        in.need("handler");
        facts.verb("HANDLER");
        facts.effect(Effect.READ);
        facts.reads(reading.names.relation());
        switch (in.word()) {
            case "open" -> {
                in.advance();
                reading.names.optionalAlias();
            }
            case "close" -> in.advance();
            default -> {
                in.need("read");
                facts.column("*");
                in.label();
                if (in.isLabel() && !in.is("where") && !in.is("limit")) {
                    in.label(); // FIRST, NEXT, … of an index
                } else if (in.kind() == Tokens.OPERATOR || in.is('=')) {
                    in.advance();
                    reading.expressions.parenthesised();
                }
                if (in.take("where")) {
                    reading.expressions.read();
                }
                if (in.is("limit")) {
                    reading.queries.limit();
                }
            }
        }
    }
}
