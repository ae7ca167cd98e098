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

/// Reads one operand of an expression of MySQL's dialect.
final class MySqlOperands {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlOperands(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        while (prefix()) {
            // as many as there are: - ! NOT BINARY
        }
        switch (in.kind()) {
            case NUMBER, PARAMETER -> in.advance();
            case STRING, OPAQUE_STRING -> strings();
            case '*' -> {
                in.advance();
                facts.column("*");
            }
            case '(' -> reading.expressions.parenthesised();
            case '@' -> variable();
            case '{' -> escape();
            case '.', NAME -> nameOrCall();
            case WORD -> word();
            default -> throw in.unexpected("an expression");
        }
    }

    private boolean prefix() {
        if ((in.kind() == OPERATOR && "+-~!".indexOf(in.firstCharacter()) >= 0)
                || in.is("not")
                || (in.is("binary") && !in.is(1, '('))
                || (in.is("row") && in.is(1, '('))) {
            in.advance();
            return true;
        }
        return false;
    }

    /// `'a' 'b'` is one string.
    private void strings() {
        while (in.isString()) {
            in.advance();
        }
    }

    /// `@a`, `@'a'`, `@@a`, `@@global.a`, `@@session.a.b`
    private void variable() {
        in.need('@');
        if (in.take('@')) {
            in.label();
            while (in.take('.')) {
                in.label();
            }
        } else if (in.isString() || in.isLabel()) {
            in.advance();
        } else {
            throw in.unexpected("a variable's name");
        }
    }

    /// `{d '2025-01-31'}`, `{fn now()}`: the server drops the braces and their first word.
    private void escape() {
        in.need('{');
        in.label();
        reading.expressions.read();
        in.need('}');
    }

    private void word() {
        String word = in.word();
        switch (word) {
            case "null", "true", "false", "maxvalue" -> in.advance();
            case "default" -> {
                in.advance();
                if (in.is('(')) {
                    reading.expressions.parenthesised();
                }
            }
            case "current_date",
                    "current_time",
                    "current_timestamp",
                    "current_user",
                    "current_role",
                    "localtime",
                    "localtimestamp",
                    "utc_date",
                    "utc_time",
                    "utc_timestamp" -> {
                in.advance();
                if (in.is('(')) {
                    reading.calls.arguments(word);
                }
            }
            case "case" -> caseOf();
            case "exists" -> {
                in.advance();
                reading.expressions.parenthesised();
            }
            case "any", "some", "all" -> {
                if (in.is(1, '(')) {
                    in.advance();
                    reading.expressions.parenthesised();
                } else {
                    nameOrCall();
                }
            }
            case "interval" -> interval();
            case "match" -> match();
            case "cast", "convert" -> {
                if (in.is(1, '(')) {
                    in.advance();
                    reading.calls.cast();
                } else {
                    nameOrCall();
                }
            }
            case "date", "time", "timestamp" -> {
                if (in.kind(1) == STRING) {
                    in.advance(2);
                } else {
                    nameOrCall();
                }
            }
            case "next", "previous" -> {
                if (in.is(1, "value") && in.is(2, "for")) {
                    in.advance(3);
                    facts.calls(Name.of(word.equals("next") ? "nextval" : "lastval"));
                    facts.reads(reading.names.relation());
                } else {
                    nameOrCall();
                }
            }
            default -> {
                if (word.startsWith("_")
                        && in.isStringOrNumber(1)
                        && MySqlWords.CHARACTER_SETS.contains(word.substring(1))) {
                    in.advance();
                    if (in.kind() == NUMBER) {
                        in.advance();
                    } else {
                        strings();
                    }
                } else {
                    nameOrCall();
                }
            }
        }
    }

    /// `INTERVAL 1 DAY`, or the function `INTERVAL(a, b, c)`.
    private void interval() {
        in.need("interval");
        reading.expressions.read();
        if (MySqlWords.UNITS.contains(in.word())) {
            in.advance();
        }
    }

    /// `MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE)`; the parentheses around the columns may be left out.
    private void match() {
        in.need("match");
        reading.expressions.list();
        in.need("against");
        in.need('(');
        in.enter();
        reading.expressions.readWithoutIn();
        while (!in.is(')')) {
            switch (in.word()) {
                case "in", "natural", "language", "boolean", "mode", "with", "query", "expansion" ->
                        in.advance();
                default -> throw in.unexpected(")");
            }
        }
        in.leave();
        in.need(')');
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

    /// `a`, `t.a`, `db.t.a`, `.t.a`, `t.*`, `f(…)`, `db.f(…)`.
    private void nameOrCall() {
        in.take('.');
        boolean callable =
                in.kind() == WORD && in.is(1, '(') && MySqlWords.CALLABLE.contains(in.word());
        if (!callable && !reading.names.isIdentifier()) {
            throw in.unexpected("an expression");
        }
        boolean word = in.kind() == WORD;
        String name = in.label();
        @Nullable String before = null;
        while (in.is('.')) {
            in.advance();
            word = false;
            before = before == null ? name : before + "." + name;
            if (in.take('*')) {
                facts.column(MySqlNames.fold(before) + ".*");
                return;
            }
            name = in.label();
        }
        if (in.is('(')) {
            call(before, name, word);
        } else {
            String column = before == null ? name : before + "." + name;
            facts.column(MySqlNames.fold(column));
        }
    }

    private void call(@Nullable String schema, String name, boolean word) {
        String folded = MySqlNames.fold(name);
        if (!(word
                && folded.equals("values"))) { // a column's new value, in ON DUPLICATE KEY UPDATE
            facts.calls(new Name(schema == null ? null : MySqlNames.fold(schema), folded));
        }
        // Only a bare word can be one of the functions with a grammar of their own.
        reading.calls.arguments(word ? folded : "");
        reading.calls.tail();
    }
}
