package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.SessionChange;
import dev.sallyport.gateway.sql.SqlText;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the names of prepared statements and portals stand for at the target, so that a name is judged by the text
/// behind it. A name is taken over only when the target has confirmed it.
final class Names {
    /// More than any driver keeps; past it a Parse is refused.
    static final int STATEMENTS_MAX = 10_000;

    /// A name that the gateway has not seen defined: nobody can say what it does.
    private static final SqlText UNSEEN = SqlText.of(Action.of("EXECUTE", Effect.UNKNOWN));

    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean pathIsSet;
    private final Map<String, Portal> portals = new HashMap<>();

    PreparedStatement statement(String name) {
        PreparedStatement known = statements.get(name);
        return known != null
                ? known
                : new PreparedStatement(name, "prepared statement \"" + name + "\"", UNSEEN);
    }

    Portal portal(String name) {
        Portal known = portals.get(name);
        return known != null
                ? known
                : new Portal(
                        name,
                        new PreparedStatement("", "portal \"" + name + "\"", UNSEEN),
                        List.of());
    }

    boolean isFull() {
        return statements.size() >= STATEMENTS_MAX;
    }

    void define(PreparedStatement prepared) {
        statements.put(prepared.name, prepared);
    }

    void define(Portal portal) {
        portals.put(portal.name, portal);
    }

    void forgetStatement(String name) {
        statements.remove(name);
    }

    void forgetPortal(String name) {
        portals.remove(name);
    }

    /// Portals do not outlive their transaction (section 54.2.3).
    void transactionEnded() {
        if (!portals.isEmpty()) {
            portals.clear();
        }
    }

    /// SQL shares the names: `PREPARE`, `DEALLOCATE` and `DISCARD` change what the protocol's Bind finds.
    /// Whether the session has set its `search_path`.
    boolean pathIsSet() {
        return pathIsSet;
    }

    void executed(Part part) {
        pathIsSet |= SearchPath.isSetBy(part);
        switch (part.change()) {
            case SessionChange.None none -> {}
            case SessionChange.Sets sets -> {}
            case SessionChange.Prepares(String name, Action inner) ->
                    statements.put(
                            name,
                            new PreparedStatement(
                                    name,
                                    "prepared statement \"" + name + "\"",
                                    SqlText.of(inner)));
            case SessionChange.Deallocates(@Nullable String name) -> {
                if (name == null) {
                    statements.clear();
                } else {
                    statements.remove(name);
                }
            }
        }
    }
}
