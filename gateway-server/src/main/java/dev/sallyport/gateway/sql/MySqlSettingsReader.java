package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads MySQL's SET, which changes variables of users, sessions and servers, passwords, roles, and how text is read.
final class MySqlSettingsReader {
    /// Those in which no byte of a character looks like a quote, a backslash or a blank, and which are what we decode.
    private static final Set<String> SAFE_CHARACTER_SETS = Set.of("utf8", "utf8mb3", "utf8mb4");

    /// Stands for variables of which none bears on how texts are read.
    private static final String SEVERAL = "several";

    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;
    private final Set<String> changed = new HashSet<>();

    MySqlSettingsReader(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("set");
        facts.verb("SET");
        switch (in.word()) {
            case "password" -> {
                if (isAssigned(1) || in.is(1, "for") || in.is(1, "to")) {
                    password();
                    return;
                }
            }
            case "role" -> {
                if (!isAssigned(1)) {
                    role();
                    return;
                }
            }
            case "default" -> {
                facts.retitle("SET DEFAULT ROLE");
                facts.effect(Effect.GRANT);
                in.advance();
                in.need("role");
                in.skipRest();
                return;
            }
            case "statement" -> {
                if (!isAssigned(1)) {
                    forOneStatement();
                    return;
                }
            }
            case "resource" -> {
                if (in.is(1, "group")) {
                    facts.retitle("SET RESOURCE GROUP");
                    facts.effect(Effect.MAINTENANCE);
                    in.skipRest();
                    return;
                }
            }
            default -> {
                // assignments
            }
        }
        do {
            one();
        } while (in.take(','));
        report();
    }

    /// Says which of several variables bears on how texts are read, if one does.
    private void report() {
        boolean mode = changed.contains("sql_mode");
        boolean client = changed.contains("character_set_client");
        if (mode && client) {
            facts.changes("*");
        } else if (mode || client) {
            facts.changes(mode ? "sql_mode" : "character_set_client");
        } else if (!changed.isEmpty()) {
            facts.changes(changed.size() == 1 ? changed.iterator().next() : SEVERAL);
        }
    }

    private boolean isAssigned(int ahead) {
        return in.is(ahead, '=') || in.kind(ahead) == Tokens.ASSIGN || in.is(ahead, '.');
    }

    private void one() {
        Scope scope = scope();
        switch (in.word()) {
            case "transaction" -> {
                if (!isAssigned(1)) {
                    transaction(scope);
                    return;
                }
            }
            case "names" -> {
                if (!isAssigned(1)) {
                    in.advance();
                    facts.effect(Effect.SET);
                    characterSet();
                    return;
                }
            }
            case "character", "char" -> {
                in.advance();
                in.need("set");
                facts.effect(Effect.SET);
                characterSet();
                return;
            }
            case "charset" -> {
                if (!isAssigned(1)) {
                    in.advance();
                    facts.effect(Effect.SET);
                    characterSet();
                    return;
                }
            }
            default -> {
                // a variable
            }
        }
        variable(scope);
    }

    private enum Scope {
        SESSION,
        SERVER
    }

    private Scope scope() {
        if (isAssigned(1)) {
            return Scope.SESSION;
        }
        switch (in.word()) {
            case "global", "persist", "persist_only" -> {
                in.advance();
                return Scope.SERVER;
            }
            case "session", "local" -> in.advance();
            default -> {
                // none written
            }
        }
        return Scope.SESSION;
    }

    private void variable(Scope written) {
        facts.effect(Effect.SET);
        Scope scope = written;
        if (in.take('@')) {
            if (!in.take('@')) {
                // A variable of the user's own: what is prepared from one is unknown in any case.
                if (!in.isString() && !in.isLabel()) {
                    throw in.unexpected("a variable");
                }
                in.advance();
                assignment();
                reading.expressions.read();
                return;
            }
            if (in.is(1, '.')) {
                switch (in.word()) {
                    case "global", "persist", "persist_only" -> {
                        scope = Scope.SERVER;
                        in.advance(2);
                    }
                    case "session", "local" -> in.advance(2);
                    default -> {
                        // a key cache, or a plugin's
                    }
                }
            }
        }
        String name = MySqlNames.fold(in.label());
        while (in.take('.')) {
            name += "." + MySqlNames.fold(in.label());
        }
        assignment();
        @Nullable String word = wordValue();
        if (scope == Scope.SERVER) {
            facts.effect(Effect.MAINTENANCE);
            changed.add("global." + name);
        } else if (name.equals("character_set_client")) {
            judge(word);
        } else {
            changed.add(name);
        }
    }

    private void assignment() {
        if (in.kind() == Tokens.ASSIGN) {
            in.advance();
        } else {
            in.need('=');
        }
    }

    /// Reads a value; returns it in lower case where it is one word or string.
    private @Nullable String wordValue() {
        boolean alone = in.kind(1) == Tokens.END || in.is(1, ',') || in.is(1, ';');
        if (alone && in.kind() == Tokens.WORD) {
            // Words of their own, such as ON and ALL, among them
            return in.label();
        }
        String literal = alone ? in.literal() : null;
        reading.expressions.read();
        return literal == null ? null : MySqlNames.fold(literal);
    }

    /// After `NAMES` or `CHARACTER SET`.
    private void characterSet() {
        @Nullable String literal = in.literal();
        String name = literal == null ? in.word() : MySqlNames.fold(literal);
        reading.types.name();
        if (in.take("collate")) {
            reading.types.name();
        }
        judge(name);
    }

    private void judge(@Nullable String characterSet) {
        if (characterSet != null && SAFE_CHARACTER_SETS.contains(characterSet)) {
            changed.add("names");
        } else {
            // What comes next could not be cut into tokens.
            changed.add("character_set_client");
            facts.opaque();
        }
    }

    private void transaction(Scope scope) {
        facts.retitle("SET TRANSACTION");
        facts.effect(Effect.TRANSACTION);
        if (scope == Scope.SERVER) {
            facts.effect(Effect.SET);
            facts.effect(Effect.MAINTENANCE);
        }
        in.skipRest();
    }

    private void password() {
        facts.retitle("SET PASSWORD");
        facts.effect(Effect.ALTER);
        in.need("password");
        if (in.take("for")) {
            reading.names.user();
        }
        if (in.take("to")) {
            in.need("random");
        } else {
            assignment();
            reading.expressions.read();
        }
        in.skipRest(); // REPLACE 'the old one' RETAIN CURRENT PASSWORD
    }

    private void role() {
        facts.retitle("SET ROLE");
        facts.effect(Effect.ROLE);
        facts.changes("role");
        in.skipRest();
    }

    /// MariaDB's `SET STATEMENT a = 1 FOR SELECT …`. What it sets is gone afterwards.
    private void forOneStatement() {
        in.need("statement");
        facts.effect(Effect.SET);
        do {
            String name = MySqlNames.fold(in.label());
            assignment();
            @Nullable String word = in.is(1, "for") ? in.word() : null;
            if (word != null && !word.isEmpty()) {
                in.advance();
            } else {
                reading.expressions.read();
            }
            if (name.equals("sql_mode") || name.startsWith("character_set_")) {
                facts.opaque();
            }
        } while (in.take(','));
        in.need("for");
        reading.statements.read();
    }
}
