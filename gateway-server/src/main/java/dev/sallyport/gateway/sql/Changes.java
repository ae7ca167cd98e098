package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import org.jspecify.annotations.Nullable;

/// Reads INSERT, UPDATE, DELETE and MERGE, wherever they stand.
final class Changes {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Changes(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// A query or a change with its `WITH`: what may be prepared, explained, copied, or stand in a `WITH` itself.
    void preparable() {
        in.enter();
        @Nullable Scope outer = reading.names.scope();
        if (in.is("with")) {
            String title = facts.title();
            reading.queries.with();
            facts.retitle(title); // not that of what stands in the WITH
        }
        switch (in.word()) {
            case "insert" -> insert();
            case "update" -> update();
            case "delete" -> delete();
            case "merge" -> merge();
            default -> {
                facts.verb(in.is("values") ? "VALUES" : in.is("table") ? "TABLE" : "SELECT");
                facts.effect(Effect.READ);
                reading.queries.body();
            }
        }
        reading.names.close(outer);
        in.leave();
    }

    private void insert() {
        in.need("insert");
        in.need("into");
        facts.verb("INSERT");
        facts.effect(Effect.INSERT);
        facts.writes(reading.names.qualified());
        if (in.take("as")) {
            facts.asked().row(in.label());
        }
        if (in.is('(') && !queryInParentheses()) {
            targetColumns();
        }
        overriding();
        if (!in.take("default", "values")) {
            reading.queries.query();
        }
        if (in.take("on", "conflict")) {
            conflict();
        }
        returning();
    }

    private boolean queryInParentheses() {
        int ahead = 0;
        while (in.is(ahead, '(')) {
            ahead++;
        }
        return reading.queries.startsHere(ahead);
    }

    /// `(a, b.c, d[1])`
    private void targetColumns() {
        in.need('(');
        do {
            target();
        } while (in.take(','));
        in.need(')');
    }

    private void target() {
        facts.columnOnly(in.label());
        while (true) {
            if (in.take('.')) {
                if (!in.take('*')) {
                    in.label();
                }
            } else if (in.take('[')) {
                while (!in.take(']')) {
                    if (!in.take(':')) {
                        reading.expressions.read();
                    }
                }
            } else {
                return;
            }
        }
    }

    private void overriding() {
        if (in.take("overriding")) {
            if (!in.take("user")) {
                in.need("system");
            }
            in.need("value");
        }
    }

    private void conflict() {
        if (in.take("on", "constraint")) {
            facts.asked().aboutAny();
            in.label();
        } else if (in.is('(')) {
            new IndexParts(reading).read();
            if (in.take("where")) {
                reading.expressions.read();
            }
        }
        in.need("do");
        if (in.take("nothing")) {
            return;
        }
        in.need("update");
        facts.effect(Effect.UPDATE);
        assignments();
        if (in.take("where")) {
            reading.expressions.read();
        }
    }

    /// `SET a = 1, (b, c) = (SELECT …)`
    private void assignments() {
        in.need("set");
        do {
            if (in.is('(')) {
                targetColumns();
            } else {
                target();
            }
            in.need('=');
            reading.expressions.read();
        } while (in.take(','));
    }

    private void update() {
        in.need("update");
        facts.verb("UPDATE");
        facts.effect(Effect.UPDATE);
        facts.writes(reading.names.relation());
        alias();
        assignments();
        if (in.take("from")) {
            reading.from.list();
        }
        filter();
        returning();
    }

    private void delete() {
        in.need("delete");
        in.need("from");
        facts.verb("DELETE");
        facts.effect(Effect.DELETE);
        facts.writes(reading.names.relation());
        alias();
        if (in.take("using")) {
            reading.from.list();
        }
        filter();
        returning();
    }

    private void alias() {
        if (in.take("as")) {
            facts.asked().row(in.label());
        } else if (!in.is("set") && reading.names.isAlias()) {
            facts.asked().row(in.label());
        }
    }

    private void filter() {
        if (in.take("where")) {
            reading.expressions.read();
        } else {
            facts.unfiltered();
        }
    }

    /// What is returned is read: PostgreSQL asks for the SELECT privilege too.
    private void returning() {
        if (!in.take("returning")) {
            return;
        }
        facts.effect(Effect.READ);
        if (in.is("with") && in.is(1, '(')) {
            in.advance(2);
            do {
                if (!in.take("old")) {
                    in.need("new");
                }
                in.need("as");
                facts.asked().row(in.label());
            } while (in.take(','));
            in.need(')');
        }
        reading.queries.targets();
    }

    private void merge() {
        in.need("merge");
        in.need("into");
        facts.verb("MERGE");
        facts.effect(Effect.MERGE);
        Name target = reading.names.relation();
        facts.writes(target);
        alias();
        in.need("using");
        facts.effect(Effect.READ);
        reading.from.joined();
        in.need("on");
        reading.expressions.read();
        if (!in.is("when")) {
            throw in.unexpected("WHEN");
        }
        while (in.take("when")) {
            in.take("not");
            in.need("matched");
            if (in.take("by")) {
                if (!in.take("source")) {
                    in.need("target");
                }
            }
            if (in.take("and")) {
                reading.expressions.read();
            }
            in.need("then");
            mergeAction();
        }
        returning();
    }

    private void mergeAction() {
        switch (in.word()) {
            case "do" -> {
                in.advance();
                in.need("nothing");
            }
            case "delete" -> {
                in.advance();
                facts.effect(Effect.DELETE);
            }
            case "update" -> {
                in.advance();
                facts.effect(Effect.UPDATE);
                assignments();
            }
            default -> {
                in.need("insert");
                facts.effect(Effect.INSERT);
                if (in.is('(')) {
                    targetColumns();
                }
                overriding();
                if (!in.take("default", "values")) {
                    in.need("values");
                    reading.queries.rows();
                }
            }
        }
    }
}
