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
    private final Map<String, Portal> portals = new HashMap<>();
    private SearchPath path = SearchPath.atStart();
    private @Nullable Schemas reportedPath;
    private boolean begun;

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
                        List.of(),
                        path);
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

    /// Where names without a schema may be, as of the target's last answer.
    SearchPath path() {
        return path;
    }

    /// The target says what its `search_path` is: from PostgreSQL 18 on.
    void reported(String searchPath) {
        reportedPath = SearchPath.reported(searchPath);
        if (!begun) {
            path = SearchPath.startingAs(reportedPath);
        }
    }

    /// The session has signed in: what the target reports from now on is a change.
    void begin() {
        begun = true;
    }

    /// The target waits for the next statement, inside a transaction or not.
    void ready(ReadyForQuery.Status status) {
        boolean outside = status == ReadyForQuery.Status.IDLE;
        if (outside) {
            transactionEnded();
        }
        if (reportedPath != null) {
            path = outside ? path.settledAs(reportedPath) : path.forNow(reportedPath);
        } else if (outside) {
            path = path.outsideTransaction();
        }
    }

    /// An error takes back what its transaction had set.
    void failed() {
        path = path.undone();
    }

    /// Portals do not outlive their transaction (section 54.2.3).
    private void transactionEnded() {
        if (!portals.isEmpty()) {
            portals.clear();
        }
    }

    /// The path after this statement, should it succeed from that path on; with what was prepared under the name that it
    /// executes.
    SearchPath after(Part part, SearchPath before) {
        String executed = part.executes();
        if (executed == null) {
            return before.after(part);
        }
        PreparedStatement prepared = statements.get(executed);
        if (prepared == null) {
            return before.anywhere();
        }
        SearchPath after = before;
        for (Part each : prepared.read.parts()) {
            after = each.executes() == null ? after.after(each) : after.anywhere();
        }
        return after;
    }

    /// The first rows of this statement have come, so it has run in part.
    void suspended(SqlText read) {
        for (Part part : read.parts()) {
            path = after(part, path);
        }
    }

    /// SQL shares the names: `PREPARE`, `DEALLOCATE` and `DISCARD` change what the protocol's Bind finds.
    void executed(Part part) {
        path = after(part, path);
        switch (part.change()) {
            case SessionChange.None none -> {}
            case SessionChange.Sets sets -> {}
            case SessionChange.Searches searches -> {}
            case SessionChange.SearchesAsAtStart searches -> {}
            case SessionChange.Prepares(String name, Part inner) ->
                    statements.put(
                            name,
                            new PreparedStatement(
                                    name,
                                    "prepared statement \"" + name + "\"",
                                    new SqlText(List.of(inner))));
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
