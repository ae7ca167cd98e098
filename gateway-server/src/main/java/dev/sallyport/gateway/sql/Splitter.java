package dev.sallyport.gateway.sql;

import java.util.ArrayList;
import java.util.List;

/// Splits a text into statements where PostgreSQL's grammar does.
///
/// That is at each semicolon, but not in parentheses (`CREATE RULE … DO (a; b)`) and not between `BEGIN ATOMIC` and its
/// `END` in a function's body. There each statement ends with a semicolon, and END is a reserved word, so the END of a
/// body is the one that follows a semicolon or ATOMIC; the one of a CASE never does.
final class Splitter {
    private final Tokens tokens;
    private final List<Statement> statements = new ArrayList<>(1);
    private int start;
    private int open;
    private int depth;
    private int bodies;

    private Splitter(Tokens tokens) {
        this.tokens = tokens;
    }

    static List<Statement> split(Tokens tokens) {
        Splitter splitter = new Splitter(tokens);
        for (int i = 0; i < tokens.count(); i++) {
            splitter.token(i);
        }
        splitter.end(tokens.count());
        return splitter.statements;
    }

    private void token(int i) {
        switch (tokens.kind(i)) {
            case '(', '[' -> depth = Math.max(depth, ++open);
            case ')', ']' -> {
                if (--open < 0) {
                    // The server refuses the whole text; go on as if it had not been there.
                    open = 0;
                    tokens.flawed("a parenthesis that closes nothing");
                }
            }
            case ';' -> {
                if (open == 0 && bodies == 0) {
                    end(i);
                }
            }
            case Tokens.WORD -> {
                if (open == 0) {
                    word(i);
                }
            }
            default -> {
                // says nothing of where a statement ends
            }
        }
    }

    private void word(int i) {
        if (tokens.isWord(i, "atomic")
                && i > start
                && tokens.isWord(i - 1, "begin")
                && isRoutine()) {
            bodies++;
        } else if (bodies > 0
                && tokens.isWord(i, "end")
                && (tokens.kind(i - 1) == ';' || tokens.isWord(i - 1, "atomic"))) {
            bodies--;
        }
    }

    private boolean isRoutine() {
        if (!tokens.isWord(start, "create")) {
            return false;
        }
        int kind = start + (tokens.isWord(start + 1, "or") ? 3 : 1);
        return tokens.isWord(kind, "function") || tokens.isWord(kind, "procedure");
    }

    private void end(int end) {
        if (open > 0 || bodies > 0) {
            tokens.flawed("a parenthesis or a body without its end");
        }
        if (end > start) {
            statements.add(new Statement(start, end, depth));
        }
        start = end + 1;
        open = 0;
        depth = 0;
        bodies = 0;
    }
}
