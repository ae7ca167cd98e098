package dev.sallyport.gateway.sql;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of a MySQL session decides how its next text reads.
///
/// Beside these, the session's `character_set_client` must be `utf8mb4` or `utf8mb3`: in GBK, Big5 or SJIS a character
/// may hold a byte that looks like a backslash, and in latin1 a byte of one of ours is a blank.
///
/// @param modes the modes in force; null where they are not known: then only a text that reads the same under all of
///     them is understood
/// @param server the server behind; null where it is not known: then only a text that reads the same for each
/// @param tableNames how names of tables compare
public record MySqlSettings(
        @Nullable Set<SqlMode> modes, @Nullable MySqlServer server, TableNames tableNames) {
    public MySqlSettings {
        modes = modes == null ? null : Set.copyOf(modes);
    }

    /// Nothing is known.
    public static MySqlSettings unknown() {
        return new MySqlSettings(null, null, TableNames.FOLDED);
    }
}
