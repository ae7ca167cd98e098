package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.NAME;
import static dev.sallyport.gateway.sql.Tokens.NUMBER;
import static dev.sallyport.gateway.sql.Tokens.OPAQUE_STRING;
import static dev.sallyport.gateway.sql.Tokens.OPERATOR;
import static dev.sallyport.gateway.sql.Tokens.PARAMETER;
import static dev.sallyport.gateway.sql.Tokens.STRING;
import static dev.sallyport.gateway.sql.Tokens.WORD;

import dev.sallyport.model.statement.Name;
import org.jspecify.annotations.Nullable;

/// Reads one operand of an expression: a literal, a column, a call, a subquery, `CASE`, `ARRAY[…]` and their like.
final class Operands {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Operands(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        while (prefix()) {
            // as many as there are: - - NOT +
        }
        switch (in.kind()) {
            case NUMBER, PARAMETER, STRING, OPAQUE_STRING -> in.advance();
            case '*' -> {
                in.advance();
                facts.column("*");
            }
            case '(' -> reading.expressions.parenthesised();
            case NAME -> nameOrCall();
            case WORD -> word();
            default -> throw in.unexpected("an expression");
        }
    }

    private boolean prefix() {
        if (in.kind() == OPERATOR || in.is("not")) {
            in.advance();
            return true;
        }
        if (reading.expressions.isNamedOperator()) {
            reading.expressions.operatorName();
            return true;
        }
        return false;
    }

    private void word() {
        String word = in.word();
        switch (word) {
            case "null",
                    "true",
                    "false",
                    "default",
                    "current_catalog",
                    "current_role",
                    "current_user",
                    "session_user",
                    "user",
                    "current_date" ->
                    in.advance();
            case "current_time", "current_timestamp", "localtime", "localtimestamp" -> {
                in.advance();
                if (in.is('(')) {
                    in.advance();
                    if (in.kind() == NUMBER) {
                        in.advance();
                    }
                    in.need(')');
                }
            }
            case "system_user" -> {
                in.advance();
                reading.expressions.function("system_user");
            }
            case "case" -> caseOf();
            case "array" -> array();
            case "any", "some", "all", "unique" -> {
                in.advance();
                reading.expressions.parenthesised();
            }
            case "cast" -> reading.forms.read(word);
            default -> {
                if (in.is(1, '(') && reading.forms.isOne(word)) {
                    reading.forms.read(word);
                } else if (in.is("current") && in.is(1, "of") && !in.is(2, '.')) {
                    in.advance(2);
                    if (in.kind() == PARAMETER) {
                        in.advance();
                    } else {
                        in.label();
                    }
                } else if (in.is("current_schema") && !in.is(1, '(')) {
                    in.advance();
                } else if (in.is("collation") && in.is(1, "for")) {
                    in.advance(2);
                    reading.expressions.parenthesised();
                    reading.expressions.function("pg_collation_for");
                } else if (!reading.types.literal()) {
                    nameOrCall();
                }
            }
        }
    }

    /// `a`, `t.a`, `t.*`, `schema.f(…)`, or `type 'literal'`.
    private void nameOrCall() {
        if (!reading.names.isIdentifier()) {
            throw in.unexpected("an expression");
        }
        boolean mustBeCall = Words.FUNCTION_OR_TYPE.contains(in.word());
        String name = in.label();
        String before = null;
        while (in.is('.')) {
            in.advance();
            if (in.take('*')) {
                facts.column((before == null ? name : before + "." + name) + ".*");
                return;
            }
            before = before == null ? name : before + "." + name;
            name = in.label();
        }
        if (in.is('(')) {
            call(before, name);
        } else if (in.isString()) {
            in.advance();
        } else if (mustBeCall) {
            throw in.unexpected("(");
        } else {
            facts.column(before == null ? name : before + "." + name);
        }
    }

    private void call(@Nullable String schema, String name) {
        reading.calls.arguments(name);
        // numeric(10,2) '1.5' is a literal; had it been a call, no string could follow.
        if (in.isString()) {
            in.advance();
        } else {
            facts.calls(new Name(schema, name));
            reading.calls.tail();
        }
    }

    private void caseOf() {
        in.need("case");
        if (!in.is("when")) {
            reading.expressions.read();
        }
        if (!in.is("when")) {
            throw in.unexpected("WHEN");
        }
        while (in.take("when")) {
            reading.expressions.read();
            in.need("then");
            reading.expressions.read();
        }
        if (in.take("else")) {
            reading.expressions.read();
        }
        in.need("end");
    }

    /// `ARRAY[1, [2, 3]]` or `ARRAY(SELECT …)`.
    private void array() {
        in.need("array");
        if (in.is('(')) {
            reading.expressions.parenthesised();
        } else {
            elements();
        }
    }

    private void elements() {
        in.enter();
        in.need('[');
        if (!in.is(']')) {
            do {
                if (in.is('[')) {
                    elements();
                } else {
                    reading.expressions.read();
                }
            } while (in.take(','));
        }
        in.need(']');
        in.leave();
    }
}
