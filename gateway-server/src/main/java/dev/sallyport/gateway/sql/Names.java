package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.WORD;

import dev.sallyport.model.statement.Name;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads names of relations, functions and other things, with their schema where it is written.
final class Names {
    private final Cursor in;
    private final Facts facts;
    private @Nullable Scope scope;

    Names(Reading reading) {
        in = reading.in;
        facts = reading.facts;
    }

    /// `name`, `schema.name` or `database.schema.name`.
    Name qualified() {
        if (!isIdentifier()) {
            throw in.unexpected("a name");
        }
        String name = in.label();
        String schema = null;
        while (in.is('.') && !in.is(1, '*')) {
            in.advance();
            schema = schema == null ? name : schema + "." + name;
            name = in.label();
        }
        return new Name(schema, name);
    }

    /// A relation in a FROM clause or after TABLE: `t`, `ONLY t`, `ONLY (t)`, `t *`. Left out where a common table
    /// expression of that name is in sight.
    void read() {
        Name name = relation();
        if (name.schema() != null || scope == null || !scope.hides(name.name())) {
            facts.reads(name);
        }
    }

    /// A relation in any place where common table expressions do not count.
    Name relation() {
        Name name;
        if (in.take("only")) {
            if (in.take('(')) {
                name = qualified();
                in.need(')');
            } else {
                name = qualified();
            }
        } else {
            name = qualified();
            in.take('*');
        }
        return name;
    }

    /// One or more relations, divided by commas.
    void relations(Consumer<Name> each) {
        do {
            each.accept(relation());
        } while (in.take(','));
    }

    /// `schema.table.column`: hands over the table. A name alone (`NONE`) is none.
    void ofColumn(Consumer<Name> each) {
        Name column = qualified();
        String table = column.schema();
        if (table != null) {
            int dot = table.lastIndexOf('.');
            each.accept(
                    dot < 0
                            ? Name.of(table)
                            : new Name(table.substring(0, dot), table.substring(dot + 1)));
        }
    }

    /// An identifier that may stand without quotes where a table, a type or a function is named.
    boolean isIdentifier() {
        return isIdentifier(0);
    }

    boolean isIdentifier(int ahead) {
        return in.kind(ahead) == NAME
                || (in.kind(ahead) == WORD && !Words.RESERVED.contains(in.word(ahead)));
    }

    /// An identifier that may be an alias without `AS`: neither reserved nor the name of a join.
    boolean isAlias() {
        return in.kind() == NAME
                || (in.kind() == WORD
                        && !Words.RESERVED.contains(in.word())
                        && !Words.FUNCTION_OR_TYPE.contains(in.word()));
    }

    /// `(a, b, c)`, names only.
    void list() {
        in.need('(');
        do {
            in.label();
        } while (in.take(','));
        in.need(')');
    }

    /// `(a, b, c)` if it stands here.
    void optionalList() {
        if (in.is('(')) {
            list();
        }
    }

    @Nullable Scope scope() {
        return scope;
    }

    /// Opens a scope for common table expressions.
    Scope open() {
        Scope opened = new Scope(scope);
        scope = opened;
        return opened;
    }

    void close(@Nullable Scope outer) {
        scope = outer;
    }
}
