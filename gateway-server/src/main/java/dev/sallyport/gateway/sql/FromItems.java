package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;

/// Reads FROM lists: tables, functions, subqueries, joins, and their aliases, which are no tables.
final class FromItems {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    FromItems(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void list() {
        facts.effect(Effect.READ);
        do {
            joined();
        } while (in.take(','));
    }

    /// One item with all its joins. `ON` belongs to a join only while one is open: in `INSERT … SELECT … FROM t ON
    /// CONFLICT` it does not.
    void joined() {
        item();
        int open = 0;
        while (true) {
            if (in.is("natural") || in.is("cross")) {
                boolean cross = in.is("cross");
                in.advance();
                if (!cross) {
                    facts.asked().aboutAny();
                    joinType();
                }
                in.need("join");
                item();
            } else if (in.is("join")
                    || in.is("inner")
                    || in.is("left")
                    || in.is("right")
                    || in.is("full")) {
                joinType();
                in.need("join");
                item();
                open++;
            } else if (open > 0 && in.take("on")) {
                reading.expressions.read();
                open--;
            } else if (open > 0 && in.take("using")) {
                in.need('(');
                do {
                    facts.asked().about(in.label());
                } while (in.take(','));
                in.need(')');
                if (in.take("as")) {
                    facts.asked().row(in.label());
                }
                open--;
            } else if (open > 0) {
                throw in.unexpected("ON or USING");
            } else {
                return;
            }
        }
    }

    private void joinType() {
        if (in.is("left") || in.is("right") || in.is("full")) {
            in.advance();
            in.take("outer");
        } else {
            in.take("inner");
        }
    }

    private void item() {
        in.take("lateral");
        if (in.is('(')) {
            parenthesised();
            alias();
        } else if (in.is("rows") && in.is(1, "from") && in.is(2, '(')) {
            in.advance(3);
            do {
                function();
                if (in.take("as")) {
                    definitions();
                }
            } while (in.take(','));
            in.need(')');
            ordinality();
            alias();
        } else if ((in.is("xmltable") || in.is("json_table")) && in.is(1, '(')) {
            reading.forms.tableFunction();
            alias();
        } else if (isFunction()) {
            function();
            ordinality();
            alias();
        } else {
            reading.names.read();
            alias();
            sample();
        }
    }

    private void parenthesised() {
        in.need('(');
        in.enter();
        if (reading.queries.startsHere()) {
            reading.queries.query();
        } else {
            joined();
            reading.queries.afterParenthesised();
        }
        in.leave();
        in.need(')');
    }

    /// A name of one or more parts and then a parenthesis, or one of the calls that need none.
    private boolean isFunction() {
        return switch (in.word()) {
            case "only" -> false;
            case "cast",
                    "current_date",
                    "current_time",
                    "current_timestamp",
                    "localtime",
                    "localtimestamp",
                    "current_role",
                    "current_user",
                    "session_user",
                    "system_user",
                    "user",
                    "current_catalog",
                    "current_schema" ->
                    true;
            default -> {
                int ahead = 1;
                while (in.is(ahead, '.')) {
                    ahead += 2;
                }
                yield in.is(ahead, '(') || (in.is("collation") && in.is(1, "for"));
            }
        };
    }

    private void function() {
        reading.operands.read();
    }

    private void ordinality() {
        if (in.is("with") && in.is(1, "ordinality")) {
            in.advance(2);
        }
    }

    private void alias() {
        if (in.take("as")) {
            if (in.is('(')) {
                definitions();
                return;
            }
            facts.asked().row(in.label());
        } else if (reading.names.isAlias()) {
            facts.asked().row(in.label());
        } else {
            return;
        }
        if (in.is('(')) {
            definitions();
        }
    }

    /// `(a, b)` or `(a integer, b text COLLATE "C")`.
    private void definitions() {
        // Columns get new names here, and the ones they hide behind are not said.
        facts.column("*");
        in.need('(');
        do {
            in.label();
            if (!in.is(',') && !in.is(')')) {
                reading.types.read();
                if (in.take("collate")) {
                    reading.names.qualified();
                }
            }
        } while (in.take(','));
        in.need(')');
    }

    private void sample() {
        if (!in.take("tablesample")) {
            return;
        }
        Name method = reading.names.qualified();
        reading.calls.arguments(method.name());
        if (in.take("repeatable")) {
            reading.expressions.parenthesised();
        }
    }
}
