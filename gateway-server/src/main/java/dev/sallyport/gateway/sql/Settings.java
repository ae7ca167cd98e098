package dev.sallyport.gateway.sql;

import dev.sallyport.gateway.sql.SessionChange.Lasting;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                searchPath(Lasting.SESSION);
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
        Lasting lasting = Lasting.SESSION;
        if (in.is("local") || (in.is("session") && !in.is(1, "authorization"))) {
            if ((in.kind(1) == Tokens.WORD && !in.is(1, "to")) || in.kind(1) == Tokens.NAME) {
                lasting = in.is("local") ? Lasting.TRANSACTION : Lasting.SESSION;
                in.advance();
            }
        }
        searchPath(lasting);
        if (in.is("transaction")) {
            facts.retitle("SET TRANSACTION");
            facts.effect(Effect.TRANSACTION);
        } else {
            parameter();
        }
        in.skipRest();
    }

    /// Where it is the `search_path` that is set or reset, and to what can be read here, that is told; the cursor stays.
    private void searchPath(Lasting lasting) {
        int start = in.position();
        SessionChange change = null;
        if (in.take("schema")) {
            List<String> schema = schemas();
            change = schema == null || schema.size() != 1 ? null : searches(schema, lasting);
        } else if (in.take("all")) {
            change = new SessionChange.SearchesAsAtStart(lasting);
        } else if (isSearchPath()) {
            boolean isSet = in.take('=') || in.take("to");
            if (!isSet || in.take("default")) {
                change = new SessionChange.SearchesAsAtStart(lasting);
            } else {
                List<String> schemas = schemas();
                change = schemas == null ? null : searches(schemas, lasting);
            }
        }
        if (change != null && in.atEnd()) {
            reading.statements.changes(change);
        }
        in.back(start);
    }

    private static SessionChange searches(List<String> schemas, Lasting lasting) {
        return new SessionChange.Searches(schemas, lasting);
    }

    private boolean isSearchPath() {
        return in.isLabel() && in.label().equalsIgnoreCase("search_path");
    }

    /// Names and strings, divided by commas; each is one schema, whatever stands in it.
    private @Nullable List<String> schemas() {
        List<String> schemas = new ArrayList<>(2);
        do {
            String schema = in.literal();
            if (schema != null) {
                schema = Identifiers.truncate(schema);
                in.advance();
            } else if (in.isLabel()) {
                schema = in.label();
            } else {
                return null;
            }
            if (schemas.size() == SchemaList.SCHEMAS_MAX) {
                return null;
            }
            schemas.add(schema);
        } while (in.take(','));
        return schemas;
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
