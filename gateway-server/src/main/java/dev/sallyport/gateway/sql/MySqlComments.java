package dev.sallyport.gateway.sql;

/// The comments of MySQL's dialect, of which some are code: `/*!50003 … */` and MariaDB's `/*M! … */`.
///
/// A comment that a server expands is passed over only at its ends, so its contents become tokens like any others. One
/// that it does not expand may hold one level of ordinary comments; an ordinary one holds none.
final class MySqlComments {
    private final String text;
    private final int length;
    private final Tokens tokens;
    private final MySqlServer server;

    /// Whether a `*/` ends a comment here. Once is enough to remember: the first one ends all that are open.
    private boolean expanding;

    MySqlComments(String text, Tokens tokens, MySqlServer server) {
        this.text = text;
        this.length = text.length();
        this.tokens = tokens;
        this.server = server;
    }

    /// A comment up to the end of the line; a carriage return does not end it.
    int line(int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? length : end;
    }

    /// Where the text goes on behind what the slash here begins: a comment, or the head of one that is code. The slash's
    /// own place where it begins none.
    int begin(int start) {
        if (!text.startsWith("/*", start)) {
            return start;
        }
        boolean maria = text.startsWith("M!", start + 2);
        if (maria && server.product() == MySqlServer.Product.MARIADB) {
            return head(start + 4, Marker.MARIADB);
        }
        if (text.startsWith("!", start + 2)) {
            return head(start + 3, Marker.ANY);
        }
        if (text.startsWith("+", start + 2)) {
            return hint(start);
        }
        return ordinary(start);
    }

    /// Where the text goes on behind the end of an expanded comment, or the star's own place.
    int end(int star) {
        if (expanding && text.startsWith("*/", star)) {
            expanding = false;
            return star + 2;
        }
        return star;
    }

    void finish() {
        if (expanding) {
            tokens.flawed("an executable comment without its end");
        }
    }

    private enum Marker {
        /// `/*!`
        ANY,
        /// `/*M!`
        MARIADB
    }

    private int head(int digits, Marker marker) {
        int found = 0;
        while (found < 6 && digits + found < length && Lexer.isDigit(text.charAt(digits + found))) {
            found++;
        }
        int taken = server.versionDigits(found);
        if (taken == 0) {
            expanding = true;
            return digits;
        }
        int version = Integer.parseInt(text.substring(digits, digits + taken));
        boolean runs =
                switch (marker) {
                    case ANY -> server.runs(version);
                    case MARIADB -> server.runsMaria(version);
                };
        if (runs) {
            expanding = true;
            return digits + taken;
        }
        return discarded(digits);
    }

    private int ordinary(int start) {
        int end = text.indexOf("*/", start + 2);
        if (end < 0) {
            tokens.flawed("a comment without its end");
            return length;
        }
        return end + 2;
    }

    /// An executable comment of a later version: it may hold ordinary comments, and those hold none.
    private int discarded(int from) {
        int i = from;
        while (i < length) {
            if (text.startsWith("*/", i)) {
                return i + 2;
            }
            i = text.startsWith("/*", i) ? ordinary(i) : i + 1;
        }
        tokens.flawed("a comment without its end");
        return length;
    }

    /// `/*+ … */`: a hint to MySQL, a comment to MariaDB. One that sets variables, or whose end a quote may hide, is more
    /// than a hint.
    private int hint(int start) {
        int end = ordinary(start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '`' || c == '"' || c == '\'') {
                tokens.flawed("a quote in a hint");
            } else if ((c == 's' || c == 'S') && text.regionMatches(true, i, "set_var", 0, 7)) {
                tokens.flawed("a hint that sets a variable");
            }
        }
        return end;
    }
}
