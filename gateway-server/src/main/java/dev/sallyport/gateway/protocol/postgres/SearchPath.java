package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.SchemaList;
import dev.sallyport.gateway.sql.SessionChange;
import dev.sallyport.gateway.sql.SessionChange.Lasting;
import dev.sallyport.model.statement.Action;
import java.util.IdentityHashMap;
import java.util.List;

/// Where a name without a schema may be found at one moment of a session.
///
/// Policy takes such a name for one of `public`. Once the `search_path` is set it may be elsewhere; so the setting is
/// followed where it is written out, and what cannot be followed makes statements with such names not understood.
/// What is not sure (a transaction rolled back, a `set_config` that may not have run) widens the set of schemas, and a
/// name then stands for one in each of them. PostgreSQL 18 reports the path, which settles it at every ReadyForQuery.
final class SearchPath {
    /// How many actions are remembered as they read under this path; past it all are forgotten.
    private static final int RESOLVED_MAX = 256;

    private final Schemas start;
    private final Schemas now;

    /// What holds when the transaction under way is over, should it commit.
    private final Schemas session;

    /// What held when it began, and all that was set since: any of it may come back with a rollback.
    private final Schemas everNow;

    private final Schemas everSession;

    /// By identity, as the reader hands out the same action for the same text, and policy knows it again.
    private final IdentityHashMap<Action, Action> resolved = new IdentityHashMap<>();

    private SearchPath(
            Schemas start, Schemas now, Schemas session, Schemas everNow, Schemas everSession) {
        this.start = start;
        this.now = now;
        this.session = session;
        this.everNow = everNow;
        this.everSession = everSession;
    }

    /// A session in which nobody has set anything.
    static SearchPath atStart() {
        return settled(Schemas.PUBLIC, Schemas.PUBLIC);
    }

    private static SearchPath settled(Schemas start, Schemas schemas) {
        return new SearchPath(start, schemas, schemas, schemas, schemas);
    }

    /// Where such a name may be, for people: schemas, or that it is not known.
    String inWords() {
        return now.inWords();
    }

    /// The action as policy may read it under this path: the very same where it names nothing without a schema, or where
    /// such a name means what policy takes it for.
    Action resolve(Action action) {
        if (now.arePublic()) {
            return action;
        }
        Action known = resolved.get(action);
        if (known == null) {
            if (resolved.size() == RESOLVED_MAX) {
                resolved.clear();
            }
            known = now.resolve(action);
            resolved.put(action, known);
        }
        return known;
    }

    /// As [#resolve(Action)], for each.
    List<Action> resolve(List<Action> actions) {
        return now.arePublic() ? actions : actions.stream().map(this::resolve).toList();
    }

    /// The path for what comes after this statement, if it succeeds.
    SearchPath after(Part part) {
        return switch (part.change()) {
            case SessionChange.None none -> afterTransactionControl(part);
            case SessionChange.Prepares prepares -> this;
            case SessionChange.Deallocates deallocates ->
                    part.action().verb().equals("DISCARD ALL") ? set(start, Lasting.SESSION) : this;
            case SessionChange.Sets(String parameter) ->
                    parameter.equals("search_path") || parameter.equals("*") ? anywhere() : this;
            case SessionChange.Searches(List<String> schemas, Lasting lasting) ->
                    set(Schemas.of(schemas), lasting);
            case SessionChange.SearchesAsAtStart(Lasting lasting) -> set(start, lasting);
        };
    }

    private SearchPath afterTransactionControl(Part part) {
        return switch (part.action().verb()) {
            case "ROLLBACK", "ABORT" -> undone();
            // AND CHAIN begins the next transaction before the session is seen outside of one.
            case "COMMIT", "END", "PREPARE TRANSACTION" -> outsideTransaction();
            default -> this;
        };
    }

    private SearchPath set(Schemas schemas, Lasting lasting) {
        return switch (lasting) {
            case SESSION ->
                    new SearchPath(
                            start, schemas, schemas, everNow.or(schemas), everSession.or(schemas));
            case TRANSACTION ->
                    new SearchPath(start, schemas, session, everNow.or(schemas), everSession);
            case PERHAPS ->
                    new SearchPath(
                            start,
                            now.or(schemas),
                            session.or(schemas),
                            everNow.or(schemas),
                            everSession.or(schemas));
        };
    }

    /// For a name that was looked up under one of both.
    SearchPath or(SearchPath other) {
        return now.equals(other.now) ? this : settled(start, now.or(other.now));
    }

    /// After something that may set the path to anything.
    SearchPath anywhere() {
        return settled(start, Schemas.ANYWHERE);
    }

    /// After an error or a rollback, be it to a savepoint only: any earlier setting may have come back.
    SearchPath undone() {
        boolean unchanged = now.equals(everNow) && session.equals(everSession);
        return unchanged ? this : new SearchPath(start, everNow, everSession, everNow, everSession);
    }

    /// When the session is in no transaction any more: what was local to it is gone.
    SearchPath outsideTransaction() {
        boolean settled = now.equals(session) && now.equals(everNow) && session.equals(everSession);
        return settled ? this : settled(start, session);
    }

    /// The server says what its path is, at login and whenever it has changed.
    static Schemas reported(String value) {
        List<String> schemas = SchemaList.parse(value);
        return schemas == null ? Schemas.ANYWHERE : Schemas.of(schemas);
    }

    /// The path as the server has it outside a transaction.
    SearchPath settledAs(Schemas reported) {
        boolean known =
                now.equals(reported) && session.equals(reported) && everNow.equals(reported);
        return known ? this : settled(start, reported);
    }

    /// The path as the server has it inside one, which may still take it back.
    SearchPath forNow(Schemas reported) {
        return now.equals(reported)
                ? this
                : new SearchPath(
                        start,
                        reported,
                        session.or(reported),
                        everNow.or(reported),
                        everSession.or(reported));
    }

    /// The path at login, to which a reset will go back.
    static SearchPath startingAs(Schemas reported) {
        return settled(reported, reported);
    }
}
