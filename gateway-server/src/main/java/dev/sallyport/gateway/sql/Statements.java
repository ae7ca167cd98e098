package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells statements apart by their first words and hands each to whoever reads it.
final class Statements {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;
    private @Nullable SessionChange change;
    private @Nullable String executes;

    Statements(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// Reads one statement up to its end or to a `;`.
    void read() {
        if (in.is('(')) {
            reading.changes.preparable();
            return;
        }
        switch (in.word()) {
            case "select", "values", "table", "with", "insert", "update", "delete", "merge" ->
                    reading.changes.preparable();
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release" ->
                    simple(
                            in.word().equals("start") ? "START TRANSACTION" : upper(),
                            Effect.TRANSACTION);
            case "set", "reset", "discard" -> new Settings(reading).read();
            case "explain" -> explain();
            case "prepare" -> prepare();
            case "execute" -> execute();
            case "deallocate" -> deallocate();
            case "declare" -> declare();
            case "fetch", "move", "close", "show" -> simple(upper(), Effect.READ);
            case "copy" -> new Copies(reading).read();
            case "create" -> new Creations(reading).read();
            case "alter" -> new Alterations(reading).read();
            case "drop" -> new Drops(reading).read();
            case "grant", "revoke" -> new Grants(reading).read();
            case "listen", "notify", "unlisten" -> simple(upper(), Effect.LISTEN);
            case "call" -> call();
            case "do" -> doBlock();
            default -> new Maintenance(reading).read();
        }
    }

    /// What the statement just read changes in its session.
    SessionChange change() {
        if (change != null) {
            return change;
        }
        String parameter = facts.parameter();
        if (parameter == null) {
            return new SessionChange.None();
        }
        var schemas = facts.mayBeSearched();
        return schemas != null && parameter.equals("search_path")
                ? new SessionChange.Searches(schemas, SessionChange.Lasting.PERHAPS)
                : new SessionChange.Sets(parameter);
    }

    /// The prepared statement that the statement just read executes, or null.
    @Nullable String executes() {
        return executes;
    }

    void changes(SessionChange newChange) {
        change = newChange;
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

    private void explain() {
        in.need("explain");
        boolean analyze = false;
        if (in.is('(') && !in.is(1, '(') && !reading.queries.startsHere(1)) {
            in.advance();
            do {
                analyze |= analyzeOption();
            } while (in.take(','));
            in.need(')');
        } else {
            analyze = in.take("analyze") || in.take("analyse");
            in.take("verbose");
        }
        facts.verb(analyze ? "EXPLAIN ANALYZE" : "EXPLAIN");
        facts.effect(Effect.EXPLAIN);
        facts.effect(Effect.READ);
        var before = facts.effects();
        switch (in.word()) {
            case "create", "declare", "refresh", "execute" -> read();
            default -> reading.changes.preparable();
        }
        if (!analyze) {
            facts.effects(before);
        }
    }

    /// One option of EXPLAIN; says whether it is ANALYZE and not plainly switched off.
    private boolean analyzeOption() {
        String option = in.label();
        boolean off =
                in.is("off")
                        || in.is("false")
                        || (in.kind() == Tokens.NUMBER && in.firstCharacter() == '0');
        while (!in.is(',') && !in.is(')')) {
            if (in.kind() == Tokens.END || in.is('(')) {
                throw in.unexpected(")");
            }
            in.advance();
        }
        return (option.equals("analyze") || option.equals("analyse")) && !off;
    }

    private void prepare() {
        in.need("prepare");
        if (in.is("transaction") && in.isString(1)) {
            simple("PREPARE TRANSACTION", Effect.TRANSACTION);
            return;
        }
        String name = in.label();
        if (in.is('(')) {
            in.skipParentheses();
        }
        in.need("as");
        reading.changes.preparable();
        Part inner = new Part(facts.toAction(in.readWhole()), change());
        facts.retitle("PREPARE");
        facts.effect(Effect.PREPARE);
        change = new SessionChange.Prepares(name, inner);
    }

    private void execute() {
        in.need("execute");
        facts.verb("EXECUTE");
        facts.effect(Effect.EXECUTE);
        executes = in.label();
        if (in.is('(')) {
            reading.calls.arguments("");
        }
    }

    private void deallocate() {
        in.need("deallocate");
        facts.verb("DEALLOCATE");
        facts.effect(Effect.SET);
        if (in.is("prepare") && (in.kind(1) == Tokens.WORD || in.kind(1) == Tokens.NAME)) {
            in.advance();
        }
        change = new SessionChange.Deallocates(in.is("all") ? null : in.label());
        in.take("all");
    }

    private void declare() {
        in.need("declare");
        facts.verb("DECLARE CURSOR");
        facts.effect(Effect.READ);
        in.label();
        while (!in.take("cursor")) {
            switch (in.word()) {
                case "binary", "insensitive", "asensitive", "scroll", "no" -> in.advance();
                default -> throw in.unexpected("CURSOR");
            }
        }
        if (in.take("with") || in.take("without")) {
            in.need("hold");
        }
        in.need("for");
        reading.queries.query();
    }

    private void call() {
        in.need("call");
        facts.verb("CALL");
        facts.effect(Effect.CALL);
        var procedure = reading.names.qualified();
        facts.calls(procedure);
        reading.calls.arguments(procedure.name());
    }

    private void doBlock() {
        in.need("do");
        facts.verb("DO");
        facts.effect(Effect.DO);
        while (in.isString() || in.is("language")) {
            if (in.take("language") && !in.isString()) {
                in.label();
            } else {
                in.needString();
            }
        }
    }
}
