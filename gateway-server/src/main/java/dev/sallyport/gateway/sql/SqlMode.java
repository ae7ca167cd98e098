package dev.sallyport.gateway.sql;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The two of MySQL's modes that decide how a text is cut into tokens (manual, "Server SQL Modes").
///
/// `IGNORE_SPACE`, `PIPES_AS_CONCAT` and `HIGH_NOT_PRECEDENCE` change what an expression means but not what it touches.
public enum SqlMode {
    /// `"x"` is an identifier; without it, a string.
    ANSI_QUOTES,
    /// `\` is itself in a string; without it, it takes the next character with it.
    NO_BACKSLASH_ESCAPES;

    /// The modes in a value of `@@sql_mode`, such as `STRICT_TRANS_TABLES,ANSI_QUOTES`.
    ///
    /// @return empty where it holds a mode under which the server speaks another dialect (MariaDB's `ORACLE` and
    ///     `MSSQL`): then nothing can be read
    public static Optional<Set<SqlMode>> of(String value) {
        EnumSet<SqlMode> modes = EnumSet.noneOf(SqlMode.class);
        for (String word : value.split(",")) {
            switch (word.strip().toUpperCase(Locale.ROOT)) {
                // The server spells combinations out when it is asked; a person may not.
                case "ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "POSTGRESQL" -> modes.add(ANSI_QUOTES);
                case "NO_BACKSLASH_ESCAPES" -> modes.add(NO_BACKSLASH_ESCAPES);
                case "ORACLE", "MSSQL" -> {
                    return Optional.empty();
                }
                default -> {
                    // says nothing of tokens
                }
            }
        }
        return Optional.of(modes);
    }
}
