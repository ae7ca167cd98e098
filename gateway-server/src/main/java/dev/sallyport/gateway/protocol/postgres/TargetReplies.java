package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.sql.Part;
import java.util.ArrayDeque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the target answers: each answer is matched with what was asked, rows are masked and recorded, and then passed on
/// to the client.
///
/// Rows that nothing masks are never decoded: the slice that was read is what the client gets.
final class TargetReplies {
    /// What answers change for the client's side of the exchange.
    interface Events {
        /// The target ignores all that comes before the next Sync.
        void skipToSync();

        void copyInBegins(Running running);

        void copyInEnds();

        /// Answers were handled that had been waiting for a look-up.
        void answered();
    }

    private final PostgresConversation.Phases means;
    private final Names names;
    private final Events events;
    private final Masking masking;
    private final ArrayDeque<Expected> expected = new ArrayDeque<>();

    /// Frames that came while the columns of a result were being looked up.
    private final ArrayDeque<Frame> behindLookUp = new ArrayDeque<>();

    private boolean lookingUp;
    private boolean clientMidMessage;
    private boolean fatalSeen;

    TargetReplies(
            PostgresConversation.Phases means,
            Session session,
            String database,
            Names names,
            Events events) {
        this.means = means;
        this.names = names;
        this.events = events;
        this.masking = new Masking(means, session, database);
    }

    Masking masking() {
        return masking;
    }

    void expect(Expected next) {
        expected.add(next);
    }

    /// Whether the target owes nothing.
    boolean isIdle() {
        return expected.isEmpty();
    }

    boolean clientMayBeTold() {
        return !clientMidMessage && !fatalSeen;
    }

    void fromTarget(Frame frame) {
        if (lookingUp) {
            behindLookUp.add(frame);
        } else {
            take(frame);
        }
    }

    /// A frame is ours until it is passed on, which is the last thing done with it.
    private void take(Frame frame) {
        try {
            handle(frame);
        } catch (RuntimeException e) {
            frame.release();
            throw e;
        }
    }

    private void handle(Frame frame) {
        switch (frame.type()) {
            case MessageType.DATA_ROW -> rows(frame);
            case MessageType.COPY_DATA -> copyOut(frame);
            case MessageType.ROW_DESCRIPTION -> rowDescription(frame);
            case MessageType.COMMAND_COMPLETE -> commandComplete(frame);
            case MessageType.READY_FOR_QUERY -> readyForQuery(frame);
            case MessageType.PARSE_COMPLETE -> {
                names.define(next(Expected.Parsed.class, frame).prepared());
                pass(frame);
            }
            case MessageType.BIND_COMPLETE -> {
                names.define(next(Expected.Bound.class, frame).portal());
                pass(frame);
            }
            case MessageType.CLOSE_COMPLETE -> {
                closed(next(Expected.Closed.class, frame));
                pass(frame);
            }
            case MessageType.NO_DATA -> noData(frame);
            case MessageType.EMPTY_QUERY_RESPONSE -> {
                ended("");
                pass(frame);
            }
            case MessageType.PORTAL_SUSPENDED -> {
                next(Expected.Executed.class, frame);
                pass(frame);
            }
            case MessageType.COPY_IN_RESPONSE -> copyInResponse(frame);
            case MessageType.FUNCTION_CALL_RESPONSE -> {
                Running running = next(Expected.FunctionCalled.class, frame).running();
                running.completed("FUNCTION CALL");
                expected.addFirst(new Expected.Synced());
                pass(frame);
            }
            case MessageType.ERROR_RESPONSE -> error(frame);
            case MessageType.NOTICE_RESPONSE ->
                    means.wire().toClient(masking.scrubNotice(frame, expected.peek()));
            case MessageType.PARAMETER_STATUS -> parameterStatus(frame);
            case MessageType.PARAMETER_DESCRIPTION,
                    MessageType.COPY_OUT_RESPONSE,
                    MessageType.COPY_DONE,
                    MessageType.NOTIFICATION_RESPONSE ->
                    pass(frame);
            default -> throw unexpected(frame);
        }
    }

    private void pass(Frame frame) {
        means.wire().toClient(frame);
    }

    /// The head of what is expected, which must be of this kind, taken off the queue.
    private <E extends Expected> E next(Class<E> kind, Frame frame) {
        Expected head = expected.peek();
        if (!kind.isInstance(head)) {
            throw unexpected(frame);
        }
        expected.remove();
        return kind.cast(head);
    }

    private ProtocolError unexpected(Frame frame) {
        byte type = frame.type();
        Expected head = expected.peek();
        return new ProtocolError(
                "answer of the target",
                "'" + (char) type + "'",
                head == null ? "none" : "that of " + head.getClass().getSimpleName());
    }

    /// Whose rows come now.
    private Running current(Frame frame) {
        return switch (expected.peek()) {
            case Expected.Executed executed -> executed.running();
            case Expected.Queried queried -> queried.running();
            case null, default -> throw unexpected(frame);
        };
    }

    private void rows(Frame frame) {
        Running running = current(frame);
        if (running.masks().isEmpty()) {
            show(running, frame);
            return;
        }
        RowDescription columns = columns(running);
        if (running.mask == null) {
            running.mask = masking.plan(running, columns);
        }
        ResultMask mask = running.mask;
        if (mask == null) {
            lookUp(frame, columns, running);
            return;
        }
        Frame masked = mask.apply(frame);
        if (masked != null) {
            show(running, masked);
        }
    }

    private RowDescription columns(Running running) {
        if (running.columns == null && expected.peek() instanceof Expected.Executed executed) {
            RowDescription described = executed.portal().columns;
            if (described != null) {
                running.describe(described);
            }
        }
        RowDescription columns = running.columns;
        if (columns == null) {
            throw new ProtocolError(
                    "rows to be masked", "without a RowDescription", "one before them");
        }
        return columns;
    }

    private void show(Running running, Frame frame) {
        if (running.columns == null && expected.peek() instanceof Expected.Executed executed) {
            Portal portal = executed.portal();
            RowDescription known =
                    portal.columns != null ? portal.columns : portal.prepared.columns;
            if (known != null) {
                running.describe(known);
            }
        }
        running.shown(frame);
        clientMidMessage = !frame.last();
        pass(frame);
    }

    /// The origin of some columns is not known yet: nothing goes on until it is.
    private void lookUp(Frame frame, RowDescription columns, Running running) {
        lookingUp = true;
        behindLookUp.addFirst(frame);
        means.wire().pause(Side.TARGET, PauseReason.LOOKING_UP);
        masking.lookUp(
                columns,
                running,
                () -> {
                    lookingUp = false;
                    means.wire().resume(Side.TARGET, PauseReason.LOOKING_UP);
                    while (!lookingUp && !behindLookUp.isEmpty()) {
                        take(behindLookUp.remove());
                    }
                    events.answered();
                });
    }

    private void copyOut(Frame frame) {
        show(current(frame), frame);
    }

    private void rowDescription(Frame frame) {
        switch (expected.peek()) {
            case Expected.Queried queried -> {
                queried.running().describe(RowDescription.read(frame));
                pass(frame);
            }
            case Expected.PortalDescribed(Portal portal) -> {
                expected.remove();
                portal.columns = RowDescription.read(frame);
                pass(frame);
            }
            case Expected.PortalDescribedForUs(Portal portal) -> {
                expected.remove();
                portal.columns = RowDescription.read(frame);
                frame.release();
            }
            case Expected.StatementDescribed(PreparedStatement prepared) -> {
                expected.remove();
                prepared.columns = RowDescription.read(frame);
                pass(frame);
            }
            case null, default -> throw unexpected(frame);
        }
    }

    private void noData(Frame frame) {
        switch (expected.peek()) {
            case Expected.PortalDescribed described -> pass(frame);
            case Expected.StatementDescribed described -> pass(frame);
            case Expected.PortalDescribedForUs described -> frame.release();
            case null, default -> throw unexpected(frame);
        }
        expected.remove();
    }

    private void closed(Expected.Closed closed) {
        switch (closed.kind()) {
            case STATEMENT -> names.forgetStatement(closed.name());
            case PORTAL -> names.forgetPortal(closed.name());
        }
    }

    private void commandComplete(Frame frame) {
        ended(CommandComplete.read(frame).tag());
        pass(frame);
    }

    /// One command is done: all there is of an Execute, one of possibly several of a Query.
    private void ended(String tag) {
        events.copyInEnds();
        switch (expected.peek()) {
            case Expected.Executed executed -> {
                expected.remove();
                completed(executed.running(), tag);
            }
            case Expected.Queried queried -> completed(queried.running(), tag);
            case null, default ->
                    throw new ProtocolError(
                            "answer of the target", "'" + tag + "'", "none without a command");
        }
    }

    private void completed(Running running, String tag) {
        running.completed(tag);
        Part part = running.nextPart();
        if (part != null) {
            names.executed(part);
            masking.executed(part);
        }
    }

    private void copyInResponse(Frame frame) {
        Running running = current(frame);
        if (expected.peek() instanceof Expected.Executed executed) {
            // The server reads the Sync that was sent behind this Execute as part of the COPY, and
            // ignores it.
            expected.remove();
            while (expected.peek() instanceof Expected.Synced) {
                expected.remove();
            }
            expected.addFirst(executed);
        }
        events.copyInBegins(running);
        pass(frame);
    }

    private void readyForQuery(Frame frame) {
        ReadyForQuery ready = ReadyForQuery.read(frame);
        switch (expected.poll()) {
            case Expected.Queried queried -> {}
            case Expected.Synced synced -> {}
            case Expected.FunctionCalled called -> {}
            case null, default -> throw unexpected(frame);
        }
        if (ready.status() == ReadyForQuery.Status.IDLE) {
            names.transactionEnded();
            masking.transactionEnded();
        }
        pass(frame);
    }

    private void error(Frame frame) {
        ErrorResponse error = ErrorResponse.read(frame);
        events.copyInEnds();
        if (expected.peek() instanceof Expected.Refused(Rejection why)) {
            frame.release();
            expected.remove();
            pass(means.answers().error("ERROR", why.sqlState(), why.message(), why.hint()));
            skipToSync();
            return;
        }
        fatalSeen = error.severity().toUpperCase(Locale.ROOT).matches("FATAL|PANIC");
        Expected head = expected.peek();
        pass(masking.scrubError(frame, error, head));
        switch (head) {
            case Expected.Queried(Running running) ->
                    running.failed(error.sqlState(), masking.message(error, running));
            case Expected.FunctionCalled(Running running) -> {
                running.failed(error.sqlState(), masking.message(error, running));
                expected.remove();
                expected.addFirst(new Expected.Synced());
            }
            case Expected.Synced synced -> {
                // A deferred constraint, or a commit that failed: ReadyForQuery follows.
            }
            case null -> {}
            default -> {
                failAll(error);
                skipToSync();
            }
        }
    }

    /// What stood behind the failed message in its batch never runs.
    private void failAll(ErrorResponse error) {
        boolean first = true;
        for (Expected each : expected) {
            if (each instanceof Expected.Synced) {
                return;
            }
            Running running = running(each);
            if (running != null) {
                running.failed(
                        error.sqlState(),
                        first
                                ? masking.message(error, running)
                                : "not run: an earlier message of its batch failed");
                first = false;
            }
        }
    }

    private static @Nullable Running running(Expected expected) {
        return switch (expected) {
            case Expected.Executed executed -> executed.running();
            case Expected.Queried queried -> queried.running();
            case Expected.FunctionCalled called -> called.running();
            default -> null;
        };
    }

    private void skipToSync() {
        while (!expected.isEmpty() && !(expected.peek() instanceof Expected.Synced)) {
            expected.remove();
        }
        if (expected.isEmpty()) {
            events.skipToSync();
        }
    }

    /// Two settings change how the next statement reads, so they must stay what they were pinned to.
    private void parameterStatus(Frame frame) {
        ParameterStatus status = ParameterStatus.read(frame);
        boolean astray =
                switch (status.name()) {
                    case "client_encoding" -> !status.value().equalsIgnoreCase("UTF8");
                    case "standard_conforming_strings" -> !status.value().equals("on");
                    default -> false;
                };
        if (astray) {
            throw new ProtocolError(
                    ProtocolError.INVALID_PARAMETER_VALUE,
                    "parameter " + status.name(),
                    status.value(),
                    status.name().equals("client_encoding")
                            ? "UTF8, which the gateway reads"
                            : "on");
        }
        pass(frame);
    }

    void gone() {
        behindLookUp.forEach(Frame::release);
        behindLookUp.clear();
        // A long row under a mask may be there in part.
        for (Expected each : expected) {
            Running running = running(each);
            if (running != null && running.mask != null) {
                running.mask.release();
            }
        }
        expected.clear();
    }
}
