package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import org.jspecify.annotations.Nullable;

/// Reads queries: `WITH`, `SELECT`, `VALUES`, `TABLE`, their unions, and what may follow them.
final class Queries {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Queries(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// Whether a query begins here, not counting parentheses.
    boolean startsHere() {
        return startsHere(0);
    }

    boolean startsHere(int ahead) {
        return switch (in.word(ahead)) {
            case "select", "with", "table" -> true;
            case "values" -> in.is(ahead + 1, '(');
            default -> false;
        };
    }

    /// A whole query with its own `WITH`.
    void query() {
        in.enter();
        @Nullable Scope outer = reading.names.scope();
        with();
        body();
        reading.names.close(outer);
        in.leave();
    }

    /// A query whose `WITH` has been read.
    void body() {
        operand();
        tail();
    }

    /// What may follow a query that stood in parentheses: only then is it known to have been one.
    void afterParenthesised() {
        tail();
    }

    /// `WITH a AS (…), b AS (…)` if it stands here; its names are in scope until the caller closes it.
    void with() {
        if (!in.take("with")) {
            return;
        }
        boolean recursive = in.take("recursive");
        Scope scope = reading.names.open();
        if (recursive) {
            new RecursiveNames(in, scope).collect();
        }
        do {
            String name = in.label();
            if (in.is('(')) {
                facts.asked().aboutAny(); // its columns get new names
            }
            reading.names.optionalList();
            in.need("as");
            if (in.take("not")) {
                in.need("materialized");
            } else {
                in.take("materialized");
            }
            in.need('(');
            reading.changes.preparable();
            in.need(')');
            scope.add(name);
            searchAndCycle();
        } while (in.take(','));
    }

    private void searchAndCycle() {
        if (in.take("search")) {
            in.advance(); // DEPTH or BREADTH
            in.need("first");
            in.need("by");
            columns();
            in.need("set");
            in.label();
        }
        if (in.take("cycle")) {
            columns();
            in.need("set");
            in.label();
            if (in.take("to")) {
                reading.expressions.read();
                in.need("default");
                reading.expressions.read();
            }
            in.need("using");
            in.label();
        }
    }

    private void columns() {
        facts.asked().aboutAny();
        do {
            in.label();
        } while (in.take(','));
    }

    private void operand() {
        switch (in.word()) {
            case "select" -> select();
            case "values" -> {
                in.advance();
                rows();
            }
            case "table" -> {
                in.advance();
                facts.effect(Effect.READ);
                facts.columnOnly("*");
                if (facts.asked().isWithinExpression()) {
                    facts.asked().aboutAny();
                }
                reading.names.read();
            }
            default -> {
                in.need('(');
                query();
                in.need(')');
            }
        }
    }

    /// `(1, DEFAULT), (2, 3)`
    void rows() {
        do {
            in.need('(');
            reading.expressions.list();
            in.need(')');
        } while (in.take(','));
    }

    /// `UNION …`, `ORDER BY`, `LIMIT`, `OFFSET`, `FETCH`, `FOR UPDATE`, in any order.
    private void tail() {
        while (true) {
            switch (in.word()) {
                case "union", "intersect", "except" -> {
                    // Rows are compared, and names of one side stand for the other's too.
                    facts.asked().aboutOutputs();
                    in.advance();
                    if (!in.take("all")) {
                        in.take("distinct");
                    }
                    operand();
                }
                case "order" -> {
                    in.advance();
                    in.need("by");
                    reading.expressions.sortList();
                }
                case "limit" -> {
                    in.advance();
                    if (!in.take("all")) {
                        reading.expressions.read();
                        if (in.take(',')) {
                            reading.expressions.read();
                        }
                    }
                }
                case "offset" -> {
                    in.advance();
                    reading.expressions.read();
                    if (!in.take("row")) {
                        in.take("rows");
                    }
                }
                case "fetch" -> fetch();
                case "for" -> locking();
                default -> {
                    return;
                }
            }
        }
    }

    private void fetch() {
        in.need("fetch");
        if (!in.take("first")) {
            in.need("next");
        }
        if (!in.is("row") && !in.is("rows")) {
            reading.expressions.read();
        }
        if (!in.take("row")) {
            in.need("rows");
        }
        if (!in.take("only")) {
            in.need("with");
            in.need("ties");
        }
    }

    private void locking() {
        in.need("for");
        if (in.take("read")) {
            in.need("only");
            return;
        }
        if (in.take("no")) {
            in.need("key");
            in.need("update");
        } else if (in.take("key")) {
            in.need("share");
        } else if (!in.take("share")) {
            in.need("update");
        }
        facts.effect(Effect.LOCK);
        if (in.take("of")) {
            // An alias at times; one that is the table's own name must not be missed.
            do {
                reading.names.read();
            } while (in.take(','));
        }
        if (!in.take("nowait") && in.take("skip")) {
            in.need("locked");
        }
    }

    private void select() {
        in.need("select");
        facts.effect(Effect.READ);
        if (!in.take("all") && in.take("distinct")) {
            facts.asked().aboutOutputs();
            if (in.take("on")) {
                in.need('(');
                reading.expressions.list();
                in.need(')');
            }
        }
        targets();
        if (in.take("into")) {
            into();
        }
        if (in.take("from")) {
            reading.from.list();
        }
        if (in.take("where")) {
            reading.expressions.read();
        }
        if (in.take("group")) {
            in.need("by");
            if (in.take("all")) {
                facts.asked().aboutOutputs();
            } else {
                in.take("distinct");
            }
            int start = in.position();
            grouping();
            // GROUP BY 1 names what is shown first, also within ROLLUP (1).
            if (in.hasNumberSince(start)) {
                facts.asked().aboutOutputs();
            }
        }
        if (in.take("having")) {
            reading.expressions.read();
        }
        if (in.take("window")) {
            do {
                in.label();
                in.need("as");
                reading.calls.window();
            } while (in.take(','));
        }
    }

    /// A select list or a RETURNING list; it may be empty.
    void targets() {
        switch (in.kind()) {
            case Tokens.END, ')', ';' -> {
                return;
            }
            default -> {
                // a target, or a clause that says there is none
            }
        }
        switch (in.word()) {
            case "from",
                    "into",
                    "where",
                    "group",
                    "having",
                    "window",
                    "union",
                    "intersect",
                    "except",
                    "order",
                    "limit",
                    "offset",
                    "fetch",
                    "for",
                    "on",
                    "returning",
                    "with" -> {
                return;
            }
            default -> {
                // a target
            }
        }
        do {
            target();
        } while (in.take(','));
    }

    private void target() {
        int mark = facts.asked().targetBegins();
        int start = in.position();
        reading.expressions.read();
        boolean alone = in.isColumnAlone(start);
        String label = "";
        if (in.take("as") || (in.isLabel() && !Words.LABEL_NEEDS_AS.contains(in.word()))) {
            label = in.label();
        }
        facts.asked().targetEnds(mark, alone, label);
    }

    private void into() {
        if (!in.take("local")) {
            in.take("global");
        }
        if (!in.take("temporary") && !in.take("temp")) {
            in.take("unlogged");
        }
        in.take("table");
        facts.effect(Effect.CREATE);
        facts.defines(reading.names.qualified());
    }

    private void grouping() {
        do {
            if ((in.is("rollup") || in.is("cube")) && in.is(1, '(')) {
                in.advance();
                reading.expressions.parenthesised();
            } else if (in.is("grouping") && in.is(1, "sets")) {
                in.advance(2);
                in.enter();
                in.need('(');
                grouping();
                in.need(')');
                in.leave();
            } else {
                reading.expressions.read();
            }
        } while (in.take(','));
    }
}
