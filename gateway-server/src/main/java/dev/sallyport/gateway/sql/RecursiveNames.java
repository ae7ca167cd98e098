package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.END;

/// Collects the names of a `WITH RECURSIVE` before it is read, since there each may refer to all of them.
final class RecursiveNames {
    private final Cursor in;
    private final Scope scope;

    RecursiveNames(Cursor in, Scope scope) {
        this.in = in;
        this.scope = scope;
    }

    /// Leaves the cursor where it was.
    void collect() {
        int start = in.position();
        do {
            scope.add(in.label());
            if (in.is('(')) {
                in.skipParentheses();
            }
            in.need("as");
            in.take("not");
            in.take("materialized");
            in.skipForNow();
            if (in.is("search")) {
                until("set");
                in.advance();
            }
            if (in.is("cycle")) {
                until("using");
                in.advance();
            }
        } while (in.take(','));
        in.back(start);
    }

    private void until(String word) {
        while (!in.take(word)) {
            if (in.kind() == END) {
                throw in.unexpected(word);
            }
            in.advance();
        }
    }
}
