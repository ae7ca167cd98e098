package dev.sallyport.gateway.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a statement leaves behind in its session, as far as it bears on how later statements are judged.
public sealed interface SessionChange {
    /// Nothing of that kind.
    record None() implements SessionChange {}

    /// `PREPARE name AS …`; names share one space with those of the extended protocol.
    ///
    /// @param inner what `EXECUTE name` will do
    record Prepares(String name, Part inner) implements SessionChange {}

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
    /// @param parameter in lower case; `*` where it is not to be known, or where it is several
    record Sets(String parameter) implements SessionChange {}

    /// The `search_path` is set to names that stand in the statement.
    ///
    /// @param schemas in their order, as [SchemaList] gives them
    record Searches(List<String> schemas, Lasting lasting) implements SessionChange {
        public Searches {
            schemas = List.copyOf(schemas);
        }
    }

    /// The `search_path` is again what it was when the session began: `RESET search_path`, `SET … TO DEFAULT`, `RESET ALL`.
    record SearchesAsAtStart(Lasting lasting) implements SessionChange {}

    /// How long a setting holds, and whether it surely does.
    enum Lasting {
        /// `SET`: for the session, should the transaction commit.
        SESSION,
        /// `SET LOCAL`: to the end of the transaction.
        TRANSACTION,
        /// `set_config` in a query, which may never come to call it.
        PERHAPS
    }
}
