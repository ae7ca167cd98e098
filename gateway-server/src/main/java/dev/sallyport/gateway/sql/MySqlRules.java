package dev.sallyport.gateway.sql;

import java.util.Set;

/// What the lexer has to know, with nothing left open: which modes are on, and which server reads.
///
/// @param modes those in force
/// @param server whose executable comments to expand
record MySqlRules(Set<SqlMode> modes, MySqlServer server) {
    boolean ansiQuotes() {
        return modes.contains(SqlMode.ANSI_QUOTES);
    }

    boolean backslashEscapes() {
        return !modes.contains(SqlMode.NO_BACKSLASH_ESCAPES);
    }
}
