package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import org.jspecify.annotations.Nullable;

/// Reads the queries of MySQL's dialect: `WITH`, `SELECT`, `VALUES`, `TABLE`, their unions, and what may follow them.
final class MySqlQueries {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlQueries(MySqlReading reading) {
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
            case "values" -> in.is(ahead + 1, '(') || in.is(ahead + 1, "row");
            default -> false;
        };
    }

    /// As [#startsHere()], counting parentheses.
    boolean startsBehindParentheses() {
        int ahead = 0;
        while (in.is(ahead, '(')) {
            ahead++;
        }
        return startsHere(ahead);
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

    /// `WITH [RECURSIVE] a (x, y) AS (…), b AS (…)` if it stands here; its names are in scope until the caller closes it.
    void with() {
        if (!in.take("with")) {
            return;
        }
        boolean recursive = in.take("recursive");
        Scope scope = reading.names.open();
        do {
            in.label();
            String name = in.spelling();
            reading.names.optionalList();
            in.need("as");
            if (recursive) {
                // Only itself and those before: a later one is no table expression yet (manual,
                // "WITH").
                scope.add(name);
            }
            in.need('(');
            query();
            in.need(')');
            scope.add(name);
            if (in.take("cycle")) { // MariaDB
                do {
                    in.label();
                } while (in.take(','));
                in.need("restrict");
            }
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
                facts.column("*");
                reading.names.read();
            }
            default -> {
                in.need('(');
                query();
                in.need(')');
            }
        }
    }

    /// `(1, DEFAULT), ROW(2, 3), ()`
    void rows() {
        do {
            in.take("row");
            in.need('(');
            in.enter();
            if (!in.is(')')) {
                reading.expressions.list();
            }
            in.leave();
            in.need(')');
        } while (in.take(','));
    }

    /// `UNION …`, `ORDER BY`, `LIMIT`, `FOR UPDATE`, `INTO`, in any order.
    private void tail() {
        while (true) {
            switch (in.word()) {
                case "union", "intersect", "except", "minus" -> {
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
                    rollup();
                }
                case "limit" -> limit();
                case "offset" -> {
                    in.advance();
                    reading.expressions.read();
                    if (!in.take("row")) {
                        in.need("rows");
                    }
                }
                case "fetch" -> fetch();
                case "for" -> locking();
                case "lock" -> {
                    in.advance();
                    in.need("in");
                    in.need("share");
                    in.need("mode");
                    facts.effect(Effect.LOCK);
                    waiting();
                }
                case "into" -> into();
                case "procedure" -> {
                    // PROCEDURE ANALYSE(), which MySQL 8 no longer has
                    in.advance();
                    facts.calls(reading.names.routine());
                    reading.calls.arguments("");
                }
                default -> {
                    return;
                }
            }
        }
    }

    void limit() {
        in.need("limit");
        if (!in.is("rows")) {
            reading.expressions.read();
            if (in.take(',') || in.take("offset")) {
                reading.expressions.read();
            }
        }
        if (in.take("rows", "examined")) {
            reading.expressions.read();
        }
    }

    /// `FETCH FIRST 10 ROWS WITH TIES`, in MariaDB only.
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
        if (!in.take("share")) {
            in.need("update");
        }
        facts.effect(Effect.LOCK);
        if (in.take("of")) {
            // An alias at times; one that is the table's own name must not be missed.
            do {
                reading.names.read();
            } while (in.take(','));
        }
        waiting();
    }

    private void waiting() {
        if (in.take("nowait")) {
            return;
        }
        if (in.take("skip")) {
            in.need("locked");
        } else if (in.take("wait")) {
            in.advance();
        }
    }

    private void select() {
        in.need("select");
        facts.effect(Effect.READ);
        options();
        targets();
        if (in.is("into")) {
            into();
        }
        if (in.take("from") && !in.take("dual")) {
            reading.from.list();
        }
        if (in.take("where")) {
            reading.expressions.read();
        }
        if (in.take("group", "by")) {
            reading.expressions.sortList();
            rollup();
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
        if (in.take("qualify")) {
            reading.expressions.read();
        }
    }

    private void options() {
        while (true) {
            switch (in.word()) {
                case "all",
                        "distinct",
                        "distinctrow",
                        "high_priority",
                        "straight_join",
                        "sql_small_result",
                        "sql_big_result",
                        "sql_buffer_result",
                        "sql_calc_found_rows",
                        "sql_no_cache",
                        "sql_cache" ->
                        in.advance();
                default -> {
                    return;
                }
            }
        }
    }

    private void rollup() {
        if (in.is("with") && in.is(1, "rollup")) {
            in.advance(2);
        }
    }

    /// A select list or a RETURNING list.
    void targets() {
        do {
            reading.expressions.read();
            if (in.take("as")) {
                alias();
            } else if (in.isString() || reading.names.isAlias()) {
                in.advance();
            }
        } while (in.take(','));
    }

    private void alias() {
        if (!in.isString() && !in.isLabel()) {
            throw in.unexpected("a name");
        }
        in.advance();
    }

    /// `INTO OUTFILE 'f' …`, `INTO DUMPFILE 'f'`, `INTO @a, b`.
    private void into() {
        in.need("into");
        if (in.is("outfile") || in.is("dumpfile")) {
            in.advance();
            in.needString();
            facts.effect(Effect.COPY_FILE);
            new MySqlLoads(reading).format();
            return;
        }
        do {
            if (in.take('@')) {
                if (!in.isString() && !in.isLabel()) {
                    throw in.unexpected("a variable");
                }
                in.advance();
            } else {
                in.label(); // of the routine around
                if (in.take('.')) {
                    in.label();
                }
            }
        } while (in.take(','));
    }
}
