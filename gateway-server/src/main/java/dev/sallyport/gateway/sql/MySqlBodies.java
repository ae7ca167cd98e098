package dev.sallyport.gateway.sql;

/// Reads what may stand in a stored program: blocks, branches, loops, cursors, handlers, and statements.
final class MySqlBodies {
    /// So far behind CREATE the kind of what is created can stand: there are clauses of a few words before it.
    private static final int KIND_WITHIN_TOKENS = 24;

    private final MySqlReading reading;
    private final Cursor in;

    MySqlBodies(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
    }

    /// Whether the statement between these tokens may go on behind its first semicolon, since it holds a body.
    static boolean mayBeginHere(Tokens tokens, int start, int end) {
        String first = tokens.kind(start) == Tokens.WORD ? tokens.value(start) : null;
        if (first == null) {
            return start + 1 < end && tokens.kind(start + 1) == ':';
        }
        return switch (first) {
            case "create", "alter" -> isProgram(tokens, start, end);
            case "begin" -> tokens.isWord(start + 1, "not");
            case "if", "case", "loop", "while", "repeat", "for" -> true;
            default -> start + 1 < end && tokens.kind(start + 1) == ':';
        };
    }

    private static boolean isProgram(Tokens tokens, int start, int end) {
        for (int i = start + 1; i < end && i < start + KIND_WITHIN_TOKENS; i++) {
            String word = tokens.kind(i) == Tokens.WORD ? tokens.value(i) : null;
            if (word != null) {
                switch (word) {
                    case "procedure", "function", "trigger", "event", "package" -> {
                        return true;
                    }
                    case "table", "view", "index", "database", "schema", "user", "role" -> {
                        return false;
                    }
                    default -> {
                        // a clause before the kind
                    }
                }
            }
        }
        return false;
    }

    /// One statement of a body, without the semicolon behind it.
    void statement() {
        in.enter();
        if (in.isLabel() && in.is(1, ':')) {
            in.advance(2);
        }
        switch (in.word()) {
            case "begin" -> {
                in.advance();
                if (in.take("not")) {
                    in.need("atomic");
                }
                statements();
                in.need("end");
                label();
            }
            case "declare" -> declare();
            case "if" -> branches();
            case "case" -> caseOf();
            case "loop" -> {
                in.advance();
                statements();
                end("loop");
            }
            case "while" -> {
                in.advance();
                reading.expressions.read();
                in.need("do");
                statements();
                end("while");
            }
            case "repeat" -> {
                in.advance();
                statements();
                in.need("until");
                reading.expressions.read();
                end("repeat");
            }
            case "for" -> forEach();
            case "iterate", "leave" -> {
                in.advance();
                in.label();
            }
            case "return" -> {
                in.advance();
                reading.expressions.read();
            }
            case "open", "close", "fetch" -> cursor();
            default -> reading.statements.read();
        }
        in.leave();
    }

    /// As many as there are, each with its semicolon.
    private void statements() {
        while (true) {
            switch (in.word()) {
                case "end", "else", "elseif", "when", "until" -> {
                    return;
                }
                default -> {
                    statement();
                    in.need(';');
                }
            }
        }
    }

    private void end(String what) {
        in.need("end");
        in.need(what);
        label();
    }

    private void label() {
        if (reading.names.isIdentifier()) {
            in.label();
        }
    }

    private void branches() {
        in.need("if");
        reading.expressions.read();
        in.need("then");
        statements();
        while (in.take("elseif")) {
            reading.expressions.read();
            in.need("then");
            statements();
        }
        if (in.take("else")) {
            statements();
        }
        in.need("end");
        in.need("if");
    }

    private void caseOf() {
        in.need("case");
        if (!in.is("when")) {
            reading.expressions.read();
        }
        while (in.take("when")) {
            reading.expressions.read();
            in.need("then");
            statements();
        }
        if (in.take("else")) {
            statements();
        }
        in.need("end");
        in.need("case");
    }

    /// MariaDB's `FOR r IN (SELECT …) DO … END FOR`, and over a cursor.
    private void forEach() {
        in.need("for");
        in.label();
        in.need("in");
        if (in.is('(')) {
            reading.expressions.parenthesised();
        } else {
            in.label();
            if (in.is('(')) {
                reading.calls.arguments("");
            }
        }
        in.need("do");
        statements();
        end("for");
    }

    private void declare() {
        in.need("declare");
        if (in.is("continue") || in.is("exit") || in.is("undo")) {
            in.advance();
            in.need("handler");
            in.need("for");
            do {
                condition();
            } while (in.take(','));
            statement();
            return;
        }
        do {
            in.label();
        } while (in.take(','));
        if (in.take("cursor")) {
            if (in.is('(')) {
                in.skipParentheses();
            }
            in.need("for");
            reading.queries.query();
        } else if (in.take("condition")) {
            in.need("for");
            condition();
        } else {
            while (!in.statementEnds() && !in.is("default")) {
                in.skipOne();
            }
            if (in.take("default")) {
                reading.expressions.read();
            }
        }
    }

    /// `SQLSTATE VALUE '23000'`, `1062`, `NOT FOUND`, `SQLWARNING`, a name.
    private void condition() {
        if (in.take("sqlstate")) {
            in.take("value");
            in.needString();
        } else if (in.take("not")) {
            in.need("found");
        } else if (in.kind() == Tokens.NUMBER) {
            in.advance();
        } else {
            in.label();
        }
    }

    /// `OPEN c`, `CLOSE c`, `FETCH NEXT FROM c INTO a, b`
    private void cursor() {
        boolean fetch = in.is("fetch");
        in.advance();
        if (fetch) {
            in.take("next");
            in.take("from");
        }
        in.label();
        if (in.is('(')) {
            reading.calls.arguments("");
        }
        if (in.take("into")) {
            do {
                in.label();
                while (in.take('.')) {
                    in.label();
                }
            } while (in.take(','));
        }
    }
}
