package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.ASSIGN;
import static dev.sallyport.gateway.sql.Tokens.OPERATOR;
import static dev.sallyport.gateway.sql.Tokens.WORD;

/// Reads an expression of MySQL's dialect: operands and operators in turn, as [Expressions] does.
final class MySqlExpressions {
    private final MySqlReading reading;
    private final Cursor in;

    MySqlExpressions(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
    }

    void read() {
        in.enter();
        do {
            reading.operands.read();
        } while (operator());
        in.leave();
    }

    /// As [#read()], where an `IN` belongs to what is around: `POSITION(a IN b)`.
    void readWithoutIn() {
        in.enter();
        do {
            reading.operands.read();
        } while (!in.is("in") && operator());
        in.leave();
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
        // VALUES(a) is a function here far more often than it begins a query, and read as one it
        // hides nothing.
        if (reading.queries.startsHere() && !(in.is("values") && in.is(1, '('))) {
            reading.queries.query();
        } else if (!in.is(')')) {
            list();
            reading.queries.afterParenthesised();
        }
        in.leave();
        in.need(')');
    }

    /// `expression [ASC | DESC], …`
    void sortList() {
        do {
            read();
            if (!in.take("asc")) {
                in.take("desc");
            }
        } while (in.take(','));
    }

    /// Passes over what may follow an operand; says whether another operand has to follow.
    private boolean operator() {
        while (true) {
            switch (in.kind()) {
                case OPERATOR, ASSIGN, '*', '=' -> {
                    in.advance();
                    return true;
                }
                case WORD -> {
                    switch (wordOperator()) {
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

    private Step wordOperator() {
        switch (in.word()) {
            case "and", "or", "xor", "div", "mod", "like", "regexp", "rlike", "between" -> {
                in.advance();
                return Step.OPERAND_FOLLOWS;
            }
            case "is" -> {
                in.advance();
                return is();
            }
            case "in" -> {
                in.advance();
                parenthesised();
                return Step.WENT_ON;
            }
            case "not" -> {
                switch (in.word(1)) {
                    case "like", "regexp", "rlike", "between", "in" -> {
                        in.advance();
                        return wordOperator();
                    }
                    default -> {
                        return Step.NONE_HERE;
                    }
                }
            }
            case "collate" -> {
                in.advance();
                reading.types.name();
                return Step.WENT_ON;
            }
            default -> {
                return rareOperator();
            }
        }
    }

    private Step rareOperator() {
        return switch (in.word()) {
            case "sounds" -> in.take("sounds", "like") ? Step.OPERAND_FOLLOWS : Step.NONE_HERE;
            case "member" -> member();
            case "escape" -> escape();
            default -> Step.NONE_HERE;
        };
    }

    /// `MEMBER OF (json)`
    private Step member() {
        if (!in.is(1, "of") || !in.is(2, '(')) {
            return Step.NONE_HERE;
        }
        in.advance(2);
        parenthesised();
        return Step.WENT_ON;
    }

    /// An alias where no operand can follow.
    private Step escape() {
        if (in.isString(1) || in.is(1, '(') || in.kind(1) == Tokens.PARAMETER || in.is(1, '@')) {
            in.advance();
            return Step.OPERAND_FOLLOWS;
        }
        return Step.NONE_HERE;
    }

    private Step is() {
        in.take("not");
        switch (in.word()) {
            case "null", "true", "false", "unknown" -> in.advance();
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
            default -> throw in.unexpected("NULL, TRUE, FALSE or UNKNOWN");
        }
        return Step.WENT_ON;
    }
}
