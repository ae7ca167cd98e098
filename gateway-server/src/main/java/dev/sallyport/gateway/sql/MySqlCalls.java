package dev.sallyport.gateway.sql;

/// Reads a call's arguments, with the words that some functions of MySQL put between them, and what may follow.
final class MySqlCalls {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlCalls(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// `(a, b)`, `(*)`, `()`, `(DISTINCT a ORDER BY b SEPARATOR ',')`, `(a FROM b FOR c)`, `(a USING utf8mb4)`, …
    ///
    /// @param function in lower case; empty where it cannot be one with a grammar of its own
    void arguments(String function) {
        in.need('(');
        in.enter();
        if (in.is('*') && in.is(1, ')')) {
            in.advance();
        } else if (reading.queries.startsHere()) {
            reading.queries.query();
        } else if (!in.is(')')) {
            switch (function) {
                case "trim" -> trim();
                case "position", "locate" -> {
                    reading.expressions.readWithoutIn();
                    if (in.take("in")) {
                        reading.expressions.read();
                    }
                    more();
                }
                case "extract", "timestampadd", "timestampdiff" -> {
                    if (MySqlWords.UNITS.contains(in.word())
                            && (in.is(1, "from") || in.is(1, ','))) {
                        in.advance(2);
                    }
                    argument();
                    more();
                }
                case "nextval", "lastval", "setval" -> sequence();
                default -> {
                    if (!in.take("distinct")) {
                        in.take("all");
                    }
                    argument();
                    more();
                }
            }
        }
        in.leave();
        in.need(')');
    }

    /// `(expression AS type)`, `(expression, type)`, `(expression USING utf8mb4)`
    void cast() {
        in.need('(');
        in.enter();
        reading.expressions.read();
        if (in.take("using")) {
            reading.types.name();
        } else {
            if (!in.take(',')) {
                in.need("as");
            }
            reading.types.read();
            if (in.take("format")) { // MariaDB
                in.needString();
            }
        }
        in.leave();
        in.need(')');
    }

    private void argument() {
        reading.expressions.read();
        while (true) {
            switch (in.word()) {
                case "as", "returning" -> {
                    in.advance();
                    reading.types.read();
                }
                case "using" -> {
                    in.advance();
                    reading.types.name();
                }
                case "from", "for" -> {
                    in.advance();
                    reading.expressions.read();
                }
                case "order" -> {
                    in.advance();
                    in.need("by");
                    reading.expressions.sortList();
                }
                case "separator" -> {
                    in.advance();
                    if (!in.isStringOrNumber(0)) {
                        throw in.unexpected("a string");
                    }
                    in.advance();
                }
                case "limit" -> {
                    in.advance();
                    reading.expressions.read();
                    if (in.take(',') || in.take("offset")) {
                        reading.expressions.read();
                    }
                }
                case "default" -> {
                    in.advance();
                    reading.expressions.read();
                }
                case "null", "error", "on", "empty", "absent" -> in.advance(); // of JSON_VALUE
                case "level", "desc", "reverse" -> { // of WEIGHT_STRING
                    in.advance();
                    if (in.kind() == Tokens.NUMBER) {
                        in.advance();
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void more() {
        while (in.take(',')) {
            argument();
        }
    }

    private void trim() {
        if (in.is("both") || in.is("leading") || in.is("trailing")) {
            in.advance();
        }
        if (!in.is("from")) {
            reading.expressions.read();
        }
        if (in.take("from")) {
            reading.expressions.read();
        }
        more();
    }

    /// A sequence of MariaDB's is a relation; anybody's function of that name may get anything.
    private void sequence() {
        int start = in.position();
        if (reading.names.isIdentifier()) {
            var sequence = reading.names.relation();
            if (in.is(',') || in.is(')')) {
                facts.reads(sequence);
            }
        }
        in.back(start);
        argument();
        more();
    }

    /// `WITHIN GROUP (ORDER BY …)`, `RESPECT NULLS`, `OVER (…)`.
    void tail() {
        if (in.is("within") && in.is(1, "group")) {
            in.advance(2);
            in.need('(');
            in.need("order");
            in.need("by");
            reading.expressions.sortList();
            in.need(')');
        }
        if (in.is("from")
                && (in.is(1, "first") || in.is(1, "last"))
                && (in.is(2, "over") || in.is(3, "nulls"))) {
            in.advance(2);
        }
        if ((in.is("ignore") || in.is("respect")) && in.is(1, "nulls")) {
            in.advance(2);
        }
        if (in.is("over") && (in.is(1, '(') || reading.names.isIdentifier(1))) {
            in.advance();
            if (in.is('(')) {
                window();
            } else {
                in.label();
            }
        }
    }

    /// `(base PARTITION BY … ORDER BY … ROWS BETWEEN … AND …)`
    void window() {
        in.need('(');
        in.enter();
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
            while (in.is("exclude")
                    || in.is("current")
                    || in.is("row")
                    || in.is("group")
                    || in.is("ties")
                    || in.is("no")
                    || in.is("others")) {
                in.advance();
            }
        }
        in.leave();
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
}
