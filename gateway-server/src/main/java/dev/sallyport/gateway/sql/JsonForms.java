package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Name;

/// Reads the SQL/JSON forms, each after its own production in `gram.y`: constructors, aggregates, queries, `JSON_TABLE`.
///
/// Servers before PostgreSQL 16 and 17 take some of them for calls, of anybody's functions; so they are reported as
/// called, and may have as many arguments as they like.
final class JsonForms {
    private final Reading reading;
    private final Cursor in;
    private final Expressions expressions;

    JsonForms(Reading reading) {
        this.reading = reading;
        in = reading.in;
        expressions = reading.expressions;
    }

    /// The parentheses of the form of this name, and what may follow an aggregate.
    void read(String form) {
        in.need('(');
        in.enter();
        switch (form) {
            case "json_object" -> object();
            case "json_objectagg" -> {
                called(form);
                expressions.read();
                pair();
                endOfConstructor();
            }
            default -> {
                called(form);
                values();
                clauses();
            }
        }
        in.leave();
        in.need(')');
        if (form.endsWith("agg")) {
            reading.calls.tail();
        }
    }

    /// `JSON_TABLE(document, path [AS name] [PASSING …] COLUMNS (…) [… ON ERROR])`, from its parenthesis on.
    void table() {
        in.need('(');
        in.enter();
        value();
        in.need(',');
        expressions.read();
        if (in.take("as")) {
            in.label();
        }
        passing();
        in.need("columns");
        columns();
        behaviours();
        in.leave();
        in.need(')');
    }

    private void called(String form) {
        reading.facts.calls(Name.of(form));
    }

    /// `json_object('{a,b}')` is a function of the server's; `JSON_OBJECT('a': 1)` is not.
    private void object() {
        if (!in.is(')') && !in.is("returning")) {
            reading.calls.takeArgumentName();
            if (!pairFollows()) {
                expressions.function("json_object");
                while (in.take(',')) {
                    reading.calls.takeArgumentName();
                    expressions.read();
                }
                return;
            }
            while (in.take(',')) {
                expressions.read();
                pair();
            }
        }
        endOfConstructor();
    }

    /// Reads the first expression; says whether it was the key of a pair, whose value is then read too.
    private boolean pairFollows() {
        expressions.read();
        if (in.is(':') || in.is("value")) {
            pair();
            return true;
        }
        return false;
    }

    /// `: value` or `VALUE value`, after the key.
    private void pair() {
        if (!in.take(':')) {
            in.need("value");
        }
        value();
    }

    /// Arguments, or the query of a JSON_ARRAY; none of JSON_ARRAY at times.
    private void values() {
        if (in.is(')') || in.is("returning")) {
            return;
        }
        if (reading.queries.startsHere()) {
            reading.queries.query();
            format();
            return;
        }
        do {
            reading.calls.takeArgumentName();
            value();
        } while (in.take(','));
        reading.queries.afterParenthesised();
        format();
    }

    /// `expression [FORMAT JSON [ENCODING name]]`
    private void value() {
        if (in.is("variadic")) {
            in.advance();
        }
        expressions.read();
        format();
    }

    private void format() {
        if (in.take("format", "json") && in.take("encoding")) {
            in.label();
        }
    }

    private void endOfConstructor() {
        if (in.take("null") || in.take("absent")) {
            in.need("on");
            in.need("null");
        }
        uniqueness();
        returning();
    }

    /// What may follow the arguments; each form takes some of these, in this order.
    private void clauses() {
        passing();
        if (in.take("order", "by")) {
            expressions.sortList();
        }
        if (in.is(1, "on") && in.is(2, "null") && (in.is("null") || in.is("absent"))) {
            in.advance(3);
        }
        uniqueness();
        returning();
        wrapperAndQuotes();
        behaviours();
    }

    private void uniqueness() {
        if ((in.is("with") || in.is("without")) && in.is(1, "unique")) {
            in.advance(2);
            in.take("keys");
        }
    }

    private void returning() {
        if (in.take("returning")) {
            reading.types.read();
            format();
        }
    }

    private void passing() {
        if (in.take("passing")) {
            do {
                value();
                in.need("as");
                in.label();
            } while (in.take(','));
        }
    }

    private void wrapperAndQuotes() {
        if (in.take("without")) {
            in.take("array");
            in.need("wrapper");
        } else if (in.take("with")) {
            if (!in.take("conditional")) {
                in.take("unconditional");
            }
            in.take("array");
            in.need("wrapper");
        }
        if (in.take("keep") || in.take("omit")) {
            in.need("quotes");
            if (in.take("on")) {
                in.need("scalar");
                in.need("string");
            }
        }
    }

    /// `NULL ON EMPTY DEFAULT expression ON ERROR`
    private void behaviours() {
        while (true) {
            switch (in.word()) {
                case "default" -> {
                    in.advance();
                    expressions.read();
                }
                case "error", "null", "true", "false", "unknown" -> in.advance();
                case "empty" -> {
                    in.advance();
                    if (!in.take("array")) {
                        in.take("object");
                    }
                }
                default -> {
                    return;
                }
            }
            in.need("on");
            if (!in.take("empty")) {
                in.need("error");
            }
        }
    }

    private void columns() {
        in.need('(');
        in.enter();
        do {
            if (in.is("nested") && (in.is(1, "path") || in.isString(1))) {
                nested();
            } else {
                column();
            }
        } while (in.take(','));
        in.leave();
        in.need(')');
    }

    private void nested() {
        in.need("nested");
        in.take("path");
        in.needString();
        if (in.take("as")) {
            in.label();
        }
        in.need("columns");
        columns();
    }

    private void column() {
        in.label();
        if (in.take("for", "ordinality")) {
            return;
        }
        reading.types.read();
        in.take("exists");
        format();
        if (in.take("path")) {
            in.needString();
        }
        wrapperAndQuotes();
        behaviours();
    }
}
