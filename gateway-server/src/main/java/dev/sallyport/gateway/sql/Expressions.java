package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.OPERATOR;
import static dev.sallyport.gateway.sql.Tokens.TYPECAST;
import static dev.sallyport.gateway.sql.Tokens.WORD;

import dev.sallyport.model.statement.Name;

/// Reads an expression: operands and operators in turn, up to the first token that can be neither.
///
/// Precedence does not matter to what an expression touches, so there is no tree. What does matter is to know at each
/// token whether an operand or an operator stands there: only so is `select` in `SELECT 1 select` a label, and `from` in
/// `IS DISTINCT FROM` not a clause.
final class Expressions {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    /// Which words count as operators here.
    private enum Operators {
        ALL,
        /// As inside `POSITION(a IN b)` and after `DEFAULT`, where `IN` belongs to what is around.
        WITHOUT_IN
    }

    /// Whether the operand just read is a pattern, and an `ESCAPE` that follows it an operator; anywhere else it is a name.
    private enum Pattern {
        NONE,
        LIKE,
        SIMILAR
    }

    private Pattern pattern = Pattern.NONE;

    Expressions(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        read(Operators.ALL);
    }

    void readWithoutIn() {
        read(Operators.WITHOUT_IN);
    }

    /// One or more expressions, divided by commas.
    void list() {
        do {
            read();
        } while (in.take(','));
    }

    /// `( … )`: an expression, a row of them, or a query, which shows only behind further parentheses at times.
    void parenthesised() {
        in.need('(');
        in.enter();
        if (reading.queries.startsHere()) {
            reading.queries.query();
        } else if (!in.is(')')) {
            list();
            reading.queries.afterParenthesised();
        }
        in.leave();
        in.need(')');
    }

    /// `expression [ASC | DESC | USING operator] [NULLS FIRST | LAST], …`
    void sortList() {
        int start = in.position();
        do {
            read();
            if (in.take("using")) {
                operatorName();
            } else if (!in.take("asc")) {
                in.take("desc");
            }
            if (in.is("nulls") && (in.is(1, "first") || in.is(1, "last"))) {
                in.advance(2);
            }
        } while (in.take(','));
        // ORDER BY 1 names what is shown first.
        if (in.hasNumberSince(start)) {
            facts.asked().aboutOutputs();
        }
    }

    /// `+`, `OPERATOR(schema.+)`, or `schema.+` as in an exclusion.
    void operatorName() {
        if (in.is("operator") && in.is(1, '(')) {
            in.advance();
            in.skipParentheses();
        } else {
            while (reading.names.isIdentifier() && in.is(1, '.')) {
                in.advance(2);
            }
            needOperator();
        }
    }

    /// Whether `OPERATOR(schema.+)` stands here, and not a call of a function of that name.
    boolean isNamedOperator() {
        if (!in.is("operator") || !in.is(1, '(')) {
            return false;
        }
        int ahead = 2;
        while (in.kind(ahead) != Tokens.END
                && reading.names.isIdentifier(ahead)
                && in.is(ahead + 1, '.')) {
            ahead += 2;
        }
        return isOperator(ahead) && in.is(ahead + 1, ')');
    }

    boolean isOperator(int ahead) {
        return in.kind(ahead) == OPERATOR || in.is(ahead, '*') || in.is(ahead, '=');
    }

    void needOperator() {
        if (!isOperator(0)) {
            throw in.unexpected("an operator");
        }
        in.advance();
    }

    private void read(Operators operators) {
        in.enter();
        facts.asked().expressionBegins();
        Pattern outer = pattern;
        pattern = Pattern.NONE;
        do {
            reading.operands.read();
        } while (operator(operators));
        pattern = outer;
        facts.asked().expressionEnds();
        in.leave();
    }

    /// Passes over what may follow an operand; says whether another operand has to follow.
    private boolean operator(Operators operators) {
        while (true) {
            switch (in.kind()) {
                case OPERATOR, '*', '=' -> {
                    in.advance();
                    return true;
                }
                case TYPECAST -> {
                    in.advance();
                    reading.types.read();
                }
                case '[' -> subscript();
                case '.' -> {
                    in.advance();
                    if (!in.take('*')) {
                        in.label();
                    }
                }
                case WORD -> {
                    switch (wordOperator(operators)) {
                        case OPERAND_FOLLOWS -> {
                            return true;
                        }
                        case NONE_HERE -> {
                            return false;
                        }
                        case WENT_ON -> {
                            // another operator may follow
                        }
                    }
                }
                default -> {
                    return false;
                }
            }
        }
    }

    private enum Step {
        OPERAND_FOLLOWS,
        WENT_ON,
        NONE_HERE
    }

    private Step wordOperator(Operators operators) {
        String word = in.word();
        switch (word) {
            case "and", "or", "like", "ilike", "overlaps" -> {
                if (isLabelHere()) {
                    return Step.NONE_HERE;
                }
                pattern = Pattern.NONE;
                if (word.equals("overlaps")) {
                    function("overlaps");
                }
                in.advance();
                if (word.endsWith("like") && !isQuantified()) {
                    pattern = Pattern.LIKE;
                }
                return Step.OPERAND_FOLLOWS;
            }
            case "isnull", "notnull" -> {
                pattern = Pattern.NONE;
                in.advance();
                return Step.WENT_ON;
            }
            case "is" -> {
                if (isLabelHere()) {
                    return Step.NONE_HERE;
                }
                pattern = Pattern.NONE;
                in.advance();
                return is();
            }
            case "between" -> {
                if (isLabelHere()) {
                    return Step.NONE_HERE;
                }
                in.advance();
                if (!in.take("symmetric")) {
                    in.take("asymmetric");
                }
                return Step.OPERAND_FOLLOWS;
            }
            case "in" -> {
                if (operators == Operators.WITHOUT_IN || isLabelHere()) {
                    return Step.NONE_HERE;
                }
                in.advance();
                parenthesised();
                return Step.WENT_ON;
            }
            case "not" -> {
                switch (in.word(1)) {
                    case "like", "ilike", "similar", "between", "in" -> {
                        in.advance();
                        return wordOperator(operators);
                    }
                    default -> {
                        return Step.NONE_HERE;
                    }
                }
            }
            default -> {
                return rareOperator();
            }
        }
    }

    private Step rareOperator() {
        return switch (in.word()) {
            case "similar" -> similar();
            case "escape" -> escape();
            case "at" -> at();
            case "collate" -> {
                if (isLabelHere()) {
                    yield Step.NONE_HERE;
                }
                in.advance();
                reading.names.qualified();
                yield Step.WENT_ON;
            }
            case "operator" -> {
                if (!isNamedOperator()) {
                    yield Step.NONE_HERE;
                }
                operatorName();
                yield Step.OPERAND_FOLLOWS;
            }
            default -> Step.NONE_HERE;
        };
    }

    private Step similar() {
        if (!in.take("similar", "to")) {
            return Step.NONE_HERE;
        }
        function("similar_to_escape");
        pattern = isQuantified() ? Pattern.NONE : Pattern.SIMILAR;
        return Step.OPERAND_FOLLOWS;
    }

    /// An operator right behind a pattern only; the server's grammar gives it precedence over the label there.
    private Step escape() {
        if (pattern == Pattern.NONE) {
            return Step.NONE_HERE;
        }
        if (pattern == Pattern.LIKE) {
            function("like_escape");
        }
        pattern = Pattern.NONE;
        in.advance();
        return Step.OPERAND_FOLLOWS;
    }

    /// `LIKE ANY (…)` has no ESCAPE.
    private boolean isQuantified() {
        return (in.is("any") || in.is("some") || in.is("all")) && in.is(1, '(');
    }

    /// Whether the operator's word here ends a target, as in `SELECT a is FROM t`: then it is the column's label.
    private boolean isLabelHere() {
        return switch (in.kind(1)) {
            case Tokens.END, ',', ')', ';' -> true;
            case WORD -> in.is(1, "from");
            default -> false;
        };
    }

    private Step at() {
        if (in.is(1, "time") && in.is(2, "zone")) {
            in.advance(3);
            function("timezone");
            return Step.OPERAND_FOLLOWS;
        }
        if (in.take("at", "local")) {
            function("timezone");
            return Step.WENT_ON;
        }
        return Step.NONE_HERE;
    }

    private Step is() {
        in.take("not");
        switch (in.word()) {
            case "null", "true", "false", "unknown", "document" -> in.advance();
            case "distinct" -> {
                in.advance();
                in.need("from");
                return Step.OPERAND_FOLLOWS;
            }
            case "nfc", "nfd", "nfkc", "nfkd" -> {
                in.advance();
                in.need("normalized");
                function("is_normalized");
            }
            case "normalized" -> {
                in.advance();
                function("is_normalized");
            }
            case "json" -> {
                in.advance();
                if (in.is("value") || in.is("array") || in.is("object") || in.is("scalar")) {
                    in.advance();
                }
                if ((in.is("with") || in.is("without")) && in.is(1, "unique")) {
                    in.advance(2);
                    in.take("keys");
                }
            }
            default -> throw in.unexpected("NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM, …");
        }
        return Step.WENT_ON;
    }

    /// `[1]`, `[1:2]`, `[:]`
    private void subscript() {
        in.need('[');
        while (!in.take(']')) {
            if (!in.take(':')) {
                read();
            }
        }
    }

    /// Syntax that the server turns into a call of this function of its own.
    void function(String name) {
        facts.calls(new Name("pg_catalog", name));
    }
}
