package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.NUMBER;
import static dev.sallyport.gateway.sql.Tokens.OPERATOR;

/// Passes over the names of types, which say nothing of what a statement does but stand in the way of reading it.
final class Types {
    private final Reading reading;
    private final Cursor in;

    Types(Reading reading) {
        this.reading = reading;
        in = reading.in;
    }

    /// `numeric(10,2)[]`, `timestamp(3) with time zone`, `SETOF t`, …; returns its last name.
    String read() {
        in.take("setof");
        String word = in.word();
        if (!reading.names.isIdentifier()) {
            throw in.unexpected("a type");
        }
        String name = reading.names.qualified().name();
        switch (word) {
            case "double" -> in.take("precision");
            case "character", "char", "nchar", "bit" -> in.take("varying");
            case "national" -> {
                if (!in.take("character")) {
                    in.need("char");
                }
                in.take("varying");
            }
            default -> {
                // one word
            }
        }
        if (in.take('(')) {
            reading.expressions.list();
            in.need(')');
        }
        switch (word) {
            case "timestamp", "time" -> zone();
            case "interval" -> fields();
            default -> {
                // nothing further
            }
        }
        arrays();
        return name;
    }

    /// As [#read()], and also `table.column%TYPE`; only a function's types may be so, elsewhere `%` is the remainder.
    void readOfFunction() {
        read();
        if (in.kind() == OPERATOR && in.firstCharacter() == '%') {
            in.advance();
            in.need("type");
        }
    }

    /// Whether what begins here is a literal of a type with a name of several words or with a modifier that no function
    /// call looks like, such as `timestamp(3) with time zone '…'` or `interval '1' day`; if so, it is passed over.
    boolean literal() {
        int start = in.position();
        switch (in.word()) {
            case "interval" -> {
                in.advance();
                precision();
                if (in.isString()) {
                    in.advance();
                    fields();
                    return true;
                }
            }
            case "timestamp", "time" -> {
                in.advance();
                precision();
                zone();
                if (in.isString()) {
                    in.advance();
                    return true;
                }
            }
            case "double" -> {
                in.advance();
                if (in.take("precision") && in.isString()) {
                    in.advance();
                    return true;
                }
            }
            case "character", "char", "nchar", "bit", "varchar" -> {
                in.advance();
                in.take("varying");
                precision();
                if (in.isString()) {
                    in.advance();
                    return true;
                }
            }
            case "national" -> {
                in.advance();
                if ((in.take("character") || in.take("char"))) {
                    in.take("varying");
                    precision();
                    if (in.isString()) {
                        in.advance();
                        return true;
                    }
                }
            }
            default -> {
                return false;
            }
        }
        in.back(start);
        return false;
    }

    private void precision() {
        if (in.is('(') && in.kind(1) == NUMBER && in.is(2, ')')) {
            in.advance(3);
        }
    }

    private void zone() {
        if ((in.is("with") || in.is("without")) && in.is(1, "time") && in.is(2, "zone")) {
            in.advance(3);
        }
    }

    private void fields() {
        if (field() && in.take("to")) {
            if (!field()) {
                throw in.unexpected("MONTH, HOUR, MINUTE or SECOND");
            }
        }
    }

    private boolean field() {
        return switch (in.word()) {
            case "year", "month", "day", "hour", "minute", "second" -> {
                in.advance();
                precision();
                yield true;
            }
            default -> false;
        };
    }

    private void arrays() {
        if (in.take("array")) {
            if (in.take('[')) {
                if (in.kind() == NUMBER) {
                    in.advance();
                }
                in.need(']');
            }
            return;
        }
        while (in.is('[') && (in.is(1, ']') || (in.kind(1) == NUMBER && in.is(2, ']')))) {
            in.advance(in.is(1, ']') ? 2 : 3);
        }
    }
}
