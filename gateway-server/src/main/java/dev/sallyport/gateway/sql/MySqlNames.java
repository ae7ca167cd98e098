package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.WORD;

import dev.sallyport.model.statement.Name;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads names of tables, routines and other things, folded as the settings say.
final class MySqlNames {
    private final Cursor in;
    private final Facts facts;
    private final TableNames tableNames;
    private @Nullable Scope scope;

    MySqlNames(MySqlReading reading) {
        in = reading.in;
        facts = reading.facts;
        tableNames = reading.tableNames;
    }

    /// A table or view: `t`, `db.t`, or `.t`, which is the same as `t`.
    Name relation() {
        return relation(spelled());
    }

    /// A table of which [#spelled()] has read the name.
    Name relation(Spelling spelling) {
        String schema = spelling.schema;
        if (tableNames == TableNames.FOLDED || "information_schema".equalsIgnoreCase(schema)) {
            return new Name(schema == null ? null : fold(schema), fold(spelling.name));
        }
        return new Name(schema, spelling.name);
    }

    /// As it was written, before any folding.
    record Spelling(@Nullable String schema, String name) {}

    Spelling spelled() {
        in.take('.');
        String name = part();
        if (in.is('.') && !in.is(1, '*')) {
            in.advance();
            in.label();
            return new Spelling(name, in.spelling());
        }
        return new Spelling(null, name);
    }

    private String part() {
        if (!isIdentifier()) {
            throw in.unexpected("a name");
        }
        in.label();
        return in.spelling();
    }

    /// A table that is read. Left out where a common table expression of that very spelling is in sight: one that is
    /// spelled otherwise may be a table, depending on the server.
    void read() {
        Spelling spelling = spelled();
        if (!isHidden(spelling)) {
            facts.reads(relation(spelling));
        }
    }

    boolean isHidden(Spelling spelling) {
        return spelling.schema == null && scope != null && scope.hides(spelling.name);
    }

    /// One or more tables, divided by commas.
    void relations(Consumer<Name> each) {
        do {
            each.accept(relation());
        } while (in.take(','));
    }

    /// A stored routine, trigger, event or index: their case never counts, or does not matter.
    Name routine() {
        Spelling spelling = spelled();
        String schema = spelling.schema;
        return new Name(schema == null ? null : fold(schema), fold(spelling.name));
    }

    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// A name that may stand here without quotes, wherever one must stand.
    boolean isIdentifier() {
        return isIdentifier(0);
    }

    boolean isIdentifier(int ahead) {
        return in.kind(ahead) == NAME
                || (in.kind(ahead) == WORD && !MySqlWords.RESERVED.contains(in.word(ahead)));
    }

    /// A name that may be an alias without `AS`.
    boolean isAlias() {
        return in.kind() == NAME
                || (in.kind() == WORD
                        && !MySqlWords.RESERVED.contains(in.word())
                        && !MySqlWords.RESERVED_SOMEWHERE.contains(in.word()));
    }

    /// An alias as it is spelled, if one stands here.
    @Nullable String optionalAlias() {
        if (in.take("as")) {
            in.label();
        } else if (isAlias()) {
            in.label();
        } else {
            return null;
        }
        return in.spelling();
    }

    /// `(a, b, c)`: columns.
    void list() {
        in.need('(');
        if (!in.is(')')) {
            do {
                in.label();
            } while (in.take(','));
        }
        in.need(')');
    }

    void optionalList() {
        if (in.is('(')) {
            list();
        }
    }

    /// `'user'@'host'`, `user`, `CURRENT_USER()`.
    void user() {
        if (in.take("current_user")) {
            if (in.take('(')) {
                in.need(')');
            }
            return;
        }
        if (in.isString() || in.isLabel()) {
            in.advance();
        } else {
            throw in.unexpected("a user");
        }
        if (in.take('@')) {
            if (!in.isString() && !in.isLabel()) {
                throw in.unexpected("a host");
            }
            in.advance();
        }
    }

    @Nullable Scope scope() {
        return scope;
    }

    Scope open() {
        Scope opened = new Scope(scope);
        scope = opened;
        return opened;
    }

    void close(@Nullable Scope outer) {
        scope = outer;
    }
}
