package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.gateway.sql.SqlText;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a client's messages into a [Batch]: what each asks for, what it will be answered, and what the gate must be
/// asked about it.
///
/// A message that does not hold together is not forwarded: the batch is refused with what is wrong, as the server itself
/// would.
final class Gathering {
    private static final SqlText FASTPATH = SqlText.of(Action.of("FUNCTION CALL", Effect.FASTPATH));

    private final Session session;
    private final PostgresReader reader;
    private final Names names;

    Gathering(Session session, PostgresReader reader, Names names) {
        this.session = session;
        this.reader = reader;
        this.names = names;
    }

    /// Adds the message to the batch, which owns the frame from then on.
    ///
    /// @return what ends the batch, or null where it goes on
    Batch.@Nullable End add(Frame frame, Batch batch) {
        try {
            switch (frame.type()) {
                case MessageType.QUERY -> query(frame, batch);
                case MessageType.FUNCTION_CALL -> functionCall(frame, batch);
                case MessageType.PARSE -> parse(frame, batch);
                case MessageType.BIND -> bind(frame, batch);
                case MessageType.DESCRIBE -> describe(frame, batch);
                case MessageType.EXECUTE -> execute(frame, batch);
                case MessageType.CLOSE -> close(frame, batch);
                case MessageType.SYNC -> {
                    BareMessage.SYNC.check(frame);
                    batch.add(frame, new Expected.Synced());
                }
                case MessageType.FLUSH -> {
                    BareMessage.FLUSH.check(frame);
                    batch.add(frame, null);
                }
                default -> throw new IllegalArgumentException("message: " + (char) frame.type());
            }
        } catch (ProtocolError e) {
            batch.reject(Rejection.of(e));
            batch.add(frame, null);
        }
        return switch (frame.type()) {
            case MessageType.QUERY, MessageType.FUNCTION_CALL -> Batch.End.QUERY;
            case MessageType.SYNC -> Batch.End.SYNC;
            case MessageType.FLUSH -> Batch.End.FLUSH;
            default -> batch.isFull() ? Batch.End.FULL : null;
        };
    }

    private void query(Frame frame, Batch batch) {
        String text = Query.read(frame).text();
        SqlText read = reader.read(text);
        Running running = new Running(session, text, read);
        batch.runs(
                running, new Statement(text, actions(read, batch, null), List.of(), Stage.EXECUTE));
        batch.add(frame, new Expected.Queried(running));
    }

    /// Where names without a schema are found when the batch has got as far as it is read.
    private SearchPath path(Batch batch) {
        return batch.path != null ? batch.path : names.path();
    }

    /// What the text does, the batch having got so far; an EXECUTE does what was prepared under its name as well, where
    /// that is known.
    ///
    /// @param bound the path when its portal was bound, which is when a query's names were looked up; null where it
    ///     comes in no portal
    private List<Action> actions(SqlText read, Batch batch, @Nullable SearchPath bound) {
        SearchPath path = path(batch);
        if (read.parts().size() == 1 && read.parts().getFirst().executes() == null) {
            SearchPath found = bound == null ? path : path.or(bound);
            batch.path = names.after(read.parts().getFirst(), path);
            return found.resolve(read.actions());
        }
        List<Action> actions = new ArrayList<>(read.parts().size());
        List<Action> executed = new ArrayList<>();
        for (Part part : read.parts()) {
            SearchPath found = bound == null ? path : path.or(bound);
            actions.add(found.resolve(part.action()));
            if (part.executes() != null) {
                executed.addAll(found.resolve(names.statement(part.executes()).read.actions()));
            }
            path = names.after(part, path);
        }
        batch.path = path;
        actions.addAll(executed);
        return actions;
    }

    private void functionCall(Frame frame, Batch batch) {
        FunctionCall call = FunctionCall.read(frame);
        String text = "function call by OID " + Integer.toUnsignedString(call.functionOid());
        Running running = new Running(session, text, FASTPATH);
        batch.runs(
                running, new Statement(text, FASTPATH.actions(), call.arguments(), Stage.EXECUTE));
        batch.add(frame, new Expected.FunctionCalled(running));
    }

    private void parse(Frame frame, Batch batch) {
        Parse parse = Parse.read(frame);
        PreparedStatement prepared =
                new PreparedStatement(parse.statement(), parse.text(), reader.read(parse.text()));
        prepared.parameterTypes = parse.parameterTypes();
        if (names.isFull()) {
            batch.reject(
                    new Rejection(
                            "53400",
                            "more than " + Names.STATEMENTS_MAX + " prepared statements",
                            "close those that are no longer needed"));
        }
        batch.parses(prepared, path(batch));
        batch.add(frame, new Expected.Parsed(prepared));
    }

    private void bind(Frame frame, Batch batch) {
        Bind bind = Bind.read(frame, name -> batch.statement(name, names)::formOf);
        Portal portal =
                new Portal(
                        bind.portal(),
                        batch.statement(bind.statement(), names),
                        bind.parameters(),
                        path(batch));
        batch.binds(portal);
        batch.add(frame, new Expected.Bound(portal));
    }

    private void describe(Frame frame, Batch batch) {
        Describe describe = Describe.read(frame);
        switch (describe.kind()) {
            case STATEMENT ->
                    batch.add(
                            frame,
                            new Expected.StatementDescribed(
                                    batch.statement(describe.name(), names)));
            case PORTAL -> {
                Portal portal = batch.portal(describe.name(), names);
                batch.add(frame, new Expected.PortalDescribed(portal));
            }
        }
    }

    private void execute(Frame frame, Batch batch) {
        Portal portal = batch.portal(Execute.read(frame).portal(), names);
        Running running = portal.running != null ? portal.running : batch.running(portal);
        if (running == null) {
            running = new Running(session, portal.prepared.text, portal.prepared.read);
            batch.runs(
                    portal,
                    running,
                    new Statement(
                            portal.prepared.text,
                            actions(portal.prepared.read, batch, portal.bound),
                            portal.parameters,
                            Stage.EXECUTE));
        }
        batch.add(frame, new Expected.Executed(portal, running));
    }

    private void close(Frame frame, Batch batch) {
        Close close = Close.read(frame);
        batch.add(frame, new Expected.Closed(close.kind(), close.name()));
    }
}
