package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.ARROW;
import static dev.sallyport.gateway.sql.Tokens.ASSIGN;

import org.jspecify.annotations.Nullable;

/// Reads a function call's arguments and what may follow them; keeps an eye on `set_config`, which is `SET` in disguise.
final class Calls {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Calls(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// `(a, name => b, VARIADIC c ORDER BY d)`, `(*)`, `()`, `(DISTINCT a)`.
    void arguments(String function) {
        in.need('(');
        in.enter();
        if (function.equals("set_config")) {
            setting();
        }
        if (in.is('*') && in.is(1, ')')) {
            in.advance();
        } else if (!in.is(')')) {
            if (!in.take("all")) {
                in.take("distinct");
            }
            do {
                argument();
            } while (in.take(','));
            if (in.take("order", "by")) {
                reading.expressions.sortList();
            }
        }
        in.leave();
        in.need(')');
    }

    private void argument() {
        in.take("variadic");
        takeArgumentName();
        reading.expressions.read();
    }

    /// `name =>` or `name :=` if it stands here; says whether it did.
    boolean takeArgumentName() {
        if (in.isLabel() && (in.kind(1) == ARROW || in.kind(1) == ASSIGN)) {
            in.advance(2);
            return true;
        }
        return false;
    }

    /// Only `set_config('name', …)` says which setting changes; a name that is computed, named, cast, escaped or bound
    /// could be any.
    private void setting() {
        @Nullable String name = in.literal();
        if (name == null || !in.is(1, ',')) {
            facts.sets("*");
        } else if (name.equalsIgnoreCase("search_path")) {
            @Nullable String value = in.is(3, ',') ? in.literal(2) : null;
            facts.searches(value == null ? null : SchemaList.parse(value));
        } else {
            facts.sets(name);
        }
    }

    /// `WITHIN GROUP (ORDER BY …)`, `FILTER (WHERE …)`, `OVER (…)`.
    void tail() {
        if (in.is("within") && in.is(1, "group")) {
            in.advance(2);
            in.need('(');
            in.need("order");
            in.need("by");
            reading.expressions.sortList();
            in.need(')');
        }
        if (in.is("filter") && in.is(1, '(')) {
            in.advance(2);
            in.need("where");
            reading.expressions.read();
            in.need(')');
        }
        if ((in.is("ignore") || in.is("respect")) && in.is(1, "nulls")) {
            in.advance(2);
        }
        if (in.take("over")) {
            if (in.is('(')) {
                window();
            } else {
                in.label();
            }
        }
    }

    /// `(base PARTITION BY … ORDER BY … ROWS BETWEEN … AND … EXCLUDE …)`
    void window() {
        in.need('(');
        if (in.isLabel() && !startsWindowClause()) {
            in.label();
        }
        if (in.take("partition", "by")) {
            reading.expressions.list();
        }
        if (in.take("order", "by")) {
            reading.expressions.sortList();
        }
        if (in.is("range") || in.is("rows") || in.is("groups")) {
            in.advance();
            if (in.take("between")) {
                bound();
                in.need("and");
            }
            bound();
            if (in.take("exclude")) {
                exclusion();
            }
        }
        in.need(')');
    }

    private boolean startsWindowClause() {
        return switch (in.word()) {
            case "partition", "order", "range", "rows", "groups" -> true;
            default -> false;
        };
    }

    private void bound() {
        if (in.is("unbounded") && (in.is(1, "preceding") || in.is(1, "following"))) {
            in.advance(2);
        } else if (!in.take("current", "row")) {
            reading.expressions.read();
            if (!in.take("preceding")) {
                in.need("following");
            }
        }
    }

    private void exclusion() {
        switch (in.word()) {
            case "group", "ties" -> in.advance();
            case "current" -> {
                in.advance();
                in.need("row");
            }
            case "no" -> {
                in.advance();
                in.need("others");
            }
            default -> throw in.unexpected("CURRENT ROW, GROUP, TIES or NO OTHERS");
        }
    }
}
