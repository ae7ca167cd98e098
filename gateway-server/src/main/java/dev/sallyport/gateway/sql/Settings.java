package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;

/// Reads SET, RESET and DISCARD: what they change decides how later statements are to be read.
final class Settings {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Settings(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        switch (in.word()) {
            case "set" -> set();
            case "reset" -> {
                facts.verb("RESET");
                in.advance();
                parameter();
            }
            default -> discard();
        }
    }

    private void set() {
        facts.verb("SET");
        in.need("set");
        if (in.take("constraints")) {
            constraints();
            return;
        }
        if (in.is("session") && in.is(1, "characteristics")) {
            in.advance(2);
            characteristics();
            return;
        }
        // SET SESSION AUTHORIZATION is a parameter of two words; any other SESSION says only how
        // long
        if (in.is("local") || (in.is("session") && !in.is(1, "authorization"))) {
            if ((in.kind(1) == Tokens.WORD && !in.is(1, "to")) || in.kind(1) == Tokens.NAME) {
                in.advance();
            }
        }
        if (in.is("transaction")) {
            facts.retitle("SET TRANSACTION");
            facts.effect(Effect.TRANSACTION);
        } else {
            parameter();
        }
        in.skipRest();
    }

    private void parameter() {
        switch (in.word()) {
            case "all" -> {
                facts.effect(Effect.SET);
                facts.changes("*");
                in.advance();
            }
            case "time" -> two("zone", "timezone");
            case "session" -> {
                two("authorization", "session_authorization");
                facts.retitle(facts.title() + " SESSION AUTHORIZATION");
            }
            case "transaction" -> two("isolation", "transaction_isolation");
            case "xml" -> two("option", "xmloption");
            case "names" -> one("client_encoding");
            case "schema" -> one("search_path");
            case "role" -> {
                one("role");
                facts.retitle(facts.title() + " ROLE");
            }
            default -> named();
        }
        in.skipRest();
    }

    private void two(String second, String parameter) {
        if (in.is(1, second)) {
            in.advance(2);
            facts.sets(parameter);
        } else {
            named();
        }
    }

    /// `NAMES 'x'` and its like; `names = 1` is a parameter of that name, which is judged as itself.
    private void one(String parameter) {
        if (in.is(1, '=') || in.is(1, "to") || in.is(1, '.')) {
            named();
        } else {
            in.advance();
            facts.sets(parameter);
        }
    }

    private void named() {
        String name = in.label();
        while (in.take('.')) {
            name += "." + in.label();
        }
        facts.sets(name);
    }

    /// Sets the defaults of every transaction to come.
    private void characteristics() {
        in.need("as");
        in.need("transaction");
        while (!in.statementEnds()) {
            switch (in.word()) {
                case "isolation" -> facts.sets("default_transaction_isolation");
                case "only", "write" -> facts.sets("default_transaction_read_only");
                case "deferrable" -> facts.sets("default_transaction_deferrable");
                default -> {
                    // the words around them
                }
            }
            in.advance();
        }
    }

    private void constraints() {
        facts.retitle("SET CONSTRAINTS");
        facts.effect(Effect.SET);
        if (!in.take("all")) {
            reading.names.relations(facts::defines);
        }
        if (!in.take("deferred")) {
            in.need("immediate");
        }
    }

    private void discard() {
        in.need("discard");
        facts.effect(Effect.SET);
        switch (in.word()) {
            case "all" -> {
                facts.verb("DISCARD ALL");
                reading.statements.changes(new SessionChange.Deallocates(null));
            }
            case "plans", "sequences", "temp", "temporary" -> facts.verb("DISCARD");
            default -> throw in.unexpected("ALL, PLANS, SEQUENCES or TEMP");
        }
        in.advance();
    }
}
