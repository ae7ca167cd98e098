package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import org.jspecify.annotations.Nullable;

/// What a statement leaves behind in its session, as far as it bears on how later statements are judged.
public sealed interface SessionChange {
    /// Nothing of that kind.
    record None() implements SessionChange {}

    /// `PREPARE name AS …`; names share one space with those of the extended protocol.
    ///
    /// @param inner what `EXECUTE name` will do
    record Prepares(String name, Action inner) implements SessionChange {}

    /// `DEALLOCATE`.
    ///
    /// @param name the statement let go, or null for all of them: `DEALLOCATE ALL`, or `DISCARD ALL`, which resets every
    ///     parameter as well
    record Deallocates(@Nullable String name) implements SessionChange {}

    /// `SET`, `RESET`, or `set_config` with a literal name.
    ///
    /// In MySQL, of several variables the one that bears on how later texts are read (`sql_mode`,
    /// `character_set_client`), or `several` where none does; `database` after USE, `names` after a harmless SET NAMES.
    ///
    /// @param parameter in lower case; `*` where it is not to be known, or where it is several or all
    record Sets(String parameter) implements SessionChange {}
}
