package dev.sallyport.gateway.sql;

import java.util.Locale;

/// Reads CREATE FUNCTION and CREATE PROCEDURE. A body in a string says nothing here; one in SQL is read as it stands.
final class Routines {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Routines(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        reading.names.qualified();
        parameters();
        while (!in.statementEnds()) {
            if (in.is("begin") && in.is(1, "atomic")) {
                in.advance(2);
                body();
                return;
            }
            if (in.is("return")) {
                in.advance();
                reading.expressions.read();
                return;
            }
            option();
        }
    }

    private void option() {
        if (in.take("set")) {
            if (in.label().toLowerCase(Locale.ROOT).equals("standard_conforming_strings")) {
                facts.opaque();
            }
        } else if (in.is("returns") && in.is(1, "table")) {
            in.advance(2);
            in.skipParentheses();
        } else if (in.is("returns") && in.is(1, "null")) {
            in.advance(2); // ON NULL INPUT
        } else if (in.is("returns")) {
            in.advance();
            reading.types.readOfFunction();
        } else {
            in.skipOne();
        }
    }

    /// `(IN a integer DEFAULT f(1), b text = 'x')`: only the defaults matter.
    private void parameters() {
        in.need('(');
        while (!in.take(')')) {
            if (in.take("default") || in.take('=')) {
                reading.expressions.read();
                if (!in.is(',') && !in.is(')')) {
                    throw in.unexpected(", or )");
                }
            } else if (in.kind() == Tokens.END) {
                throw in.unexpected(")");
            } else {
                in.skipOne(); // a parameter's mode, name or type
            }
        }
    }

    /// The statements between `BEGIN ATOMIC` and `END`.
    private void body() {
        in.enter();
        while (!in.take("end")) {
            if (in.take("return")) {
                reading.expressions.read();
            } else if (!in.is(';')) {
                reading.statements.read();
            }
            in.need(';');
        }
        in.leave();
    }
}
