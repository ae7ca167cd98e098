package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.sql.CopyOut;
import dev.sallyport.gateway.sql.Part;
import dev.sallyport.model.recording.Event;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
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

        /// A statement of a text, or all of it, is done: the next one's time begins.
        void turned();

        /// The statement's result is longer than it may be: it is to be ended at the target.
        void overruns();

        /// It ended before it could be cancelled, and the client has not been told: what stands behind it must not run.
        void overran(Rejection why);

        /// The same, of a Query, all of which has run.
        void queryOverran(Rejection why);
    }

    private final PostgresConversation.Phases means;
    private final Names names;
    private final Events events;
    private final Masking masking;
    private final ArrayDeque<Expected> expected = new ArrayDeque<>();

    /// Frames that came while the columns of a result were being looked up.
    private final ArrayDeque<Frame> behindLookUp = new ArrayDeque<>();

    /// The rest of a Query whose client will be told that it was ended; what it still brings goes nowhere.
    private boolean muted;

    private boolean lookingUp;
    private boolean clientMidMessage;
    private boolean fatalSeen;

    /// As the target told it last.
    private ReadyForQuery.Status status = ReadyForQuery.Status.IDLE;

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
        session.keyframes(this::keyframe);
    }

    /// What a reader of the recording must know of the session to begin here.
    private Event.Keyframe keyframe(int statements) {
        String transaction =
                switch (status) {
                    case IDLE -> "idle";
                    case IN_TRANSACTION -> "open";
                    case IN_FAILED_TRANSACTION -> "failed";
                };
        return new Event.SqlKeyframe(
                transaction, statements, Map.of("search_path", names.path().inWords()));
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
                if (expected.peek() instanceof Expected.CopyParsed) {
                    keep(frame);
                } else {
                    names.define(next(Expected.Parsed.class, frame).prepared());
                    pass(frame);
                }
            }
            case MessageType.BIND_COMPLETE -> {
                names.define(next(Expected.Bound.class, frame).portal());
                pass(frame);
            }
            case MessageType.CLOSE_COMPLETE -> {
                if (expected.peek() instanceof Expected.CopyForgotten) {
                    keep(frame);
                    return;
                }
                closed(next(Expected.Closed.class, frame));
                pass(frame);
            }
            case MessageType.NO_DATA -> noData(frame);
            case MessageType.EMPTY_QUERY_RESPONSE -> {
                ended("");
                pass(frame);
            }
            case MessageType.PORTAL_SUSPENDED -> {
                Running running = next(Expected.Executed.class, frame).running();
                names.suspended(running.read);
                if (!overran(running, frame)) {
                    pass(frame);
                }
            }
            case MessageType.COPY_IN_RESPONSE -> copyInResponse(frame);
            case MessageType.FUNCTION_CALL_RESPONSE -> {
                Running running = next(Expected.FunctionCalled.class, frame).running();
                running.completed("FUNCTION CALL");
                expected.addFirst(new Expected.Synced());
                pass(frame);
            }
            case MessageType.ERROR_RESPONSE -> error(frame);
            case MessageType.NOTICE_RESPONSE -> pass(masking.scrubNotice(frame, expected.peek()));
            case MessageType.PARAMETER_STATUS -> parameterStatus(frame);
            case MessageType.PARAMETER_DESCRIPTION -> {
                switch (expected.peek()) {
                    case Expected.CopyDescribed described -> frame.release();
                    case Expected.StatementDescribed(var prepared) -> {
                        prepared.parameterTypes = ParameterDescription.read(frame).types();
                        pass(frame);
                    }
                    case null, default -> pass(frame);
                }
            }
            case MessageType.COPY_OUT_RESPONSE -> copyOutResponse(frame);
            case MessageType.COPY_DONE -> {
                Running running = current(frame);
                ResultMask mask = running.mask;
                if (mask != null) {
                    mask.end();
                }
                if (running.overrun() == null) {
                    pass(frame);
                } else {
                    frame.release();
                }
            }
            case MessageType.NOTIFICATION_RESPONSE ->
                    means.wire().toClient(masking.scrubNotification(frame));
            default -> throw unexpected(frame);
        }
    }

    /// The answer to a message of ours.
    private void keep(Frame frame) {
        expected.remove();
        frame.release();
    }

    private void pass(Frame frame) {
        if (muted) {
            frame.release();
        } else {
            means.wire().toClient(frame);
        }
    }

    /// What runs now, or null.
    @Nullable Running running() {
        for (Expected each : expected) {
            Running running = running(each);
            if (running != null) {
                return running;
            }
        }
        return null;
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
        ResultBound bound = running.bound();
        if (bound == null) {
            reveal(running, frame);
            return;
        }
        boolean exceededBefore = bound.exceeded() != null;
        Frame fitting = bound.fitting(frame);
        if (!exceededBefore && bound.exceeded() != null) {
            events.overruns();
        }
        if (fitting != null) {
            reveal(running, fitting);
        }
    }

    private void reveal(Running running, Frame frame) {
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

    private void copyOutResponse(Frame frame) {
        Running running = current(frame);
        CopyOut copy = running.copy;
        if (copy != null) {
            CopyOutResponse response = CopyOutResponse.read(frame);
            running.copyColumns = response.columnFormats().count();
            boolean binary = copy.format() == CopyOut.Format.BINARY;
            if (binary != (response.overallFormat() == 1)) {
                throw new ProtocolError(
                        "COPY to be masked",
                        "format " + response.overallFormat(),
                        binary ? "1, binary" : "0, text");
            }
        }
        pass(frame);
    }

    private void copyOut(Frame frame) {
        Running running = current(frame);
        if (running.copy == null) {
            show(running, frame);
            return;
        }
        RowDescription columns = columns(running);
        if (running.mask == null) {
            running.mask = masking.planCopy(running, columns);
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
            case Expected.CopyDescribed(Running running) -> {
                expected.remove();
                running.describe(RowDescription.read(frame));
                frame.release();
            }
            case null, default -> throw unexpected(frame);
        }
    }

    private void noData(Frame frame) {
        switch (expected.peek()) {
            case Expected.PortalDescribed described -> pass(frame);
            case Expected.StatementDescribed described -> pass(frame);
            case Expected.PortalDescribedForUs described -> frame.release();
            case Expected.CopyDescribed described -> frame.release();
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
        Running running = current(frame);
        boolean ofQuery = expected.peek() instanceof Expected.Queried;
        ended(CommandComplete.read(frame).tag());
        if (ofQuery && running.overrun() != null) {
            muted = true;
        }
        if (ofQuery || !overran(running, frame)) {
            pass(frame);
        }
    }

    /// Whether the statement has ended with more of a result than it may have: then the client is told that, in place of
    /// this frame.
    private boolean overran(Running running, Frame frame) {
        Rejection why = running.overrun();
        if (why == null) {
            return false;
        }
        frame.release();
        running.failed(why.sqlState(), why.message());
        events.overran(why);
        return true;
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
        events.turned();
        running.completed(tag);
        Part part = running.nextPart();
        if (part != null) {
            names.executed(part);
            masking.executed(part);
        }
    }

    private void copyInResponse(Frame frame) {
        Running running = current(frame);
        if (muted) {
            frame.release();
            means.wire().toTarget(means.answers().copyFail("an earlier result was too long"));
            return;
        }
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
        @Nullable Rejection overrun = null;
        switch (expected.poll()) {
            case Expected.Queried(Running running) -> overrun = unsaid(running);
            case Expected.Synced synced -> {}
            case Expected.FunctionCalled called -> {}
            case null, default -> throw unexpected(frame);
        }
        status = ready.status();
        names.ready(status);
        if (status == ReadyForQuery.Status.IDLE) {
            masking.transactionEnded();
        }
        muted = false;
        if (overrun == null) {
            pass(frame);
        } else {
            frame.release();
            events.queryOverran(overrun);
        }
    }

    private void error(Frame frame) {
        ErrorResponse error = ErrorResponse.read(frame);
        names.failed();
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
        muted = false;
        Rejection limit = fatalSeen ? null : limit(running(), error);
        if (limit == null) {
            pass(masking.scrubError(frame, error, head));
        } else {
            frame.release();
            error = ErrorResponse.of("ERROR", limit.sqlState(), limit.message());
            pass(means.answers().error("ERROR", limit.sqlState(), limit.message(), limit.hint()));
        }
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
                if (isOfQuery(head)) {
                    // The server ignores the Query that stands behind ours, up to a Sync that no
                    // client of the simple protocol will send.
                    expected.clear();
                    expected.add(new Expected.Synced());
                    means.wire().toTarget(BareMessage.SYNC.toFrame(means.answers().alloc()));
                } else {
                    skipToSync();
                }
            }
        }
    }

    /// Why a Query's result was cut short, where the client has not been told by an error yet.
    private static @Nullable Rejection unsaid(Running running) {
        Rejection why = running.hasFailed() ? null : running.overrun();
        if (why != null) {
            running.failed(why.sqlState(), why.message());
        }
        return why;
    }

    /// The limit that an error comes of, or null where it is the statement's own.
    private static @Nullable Rejection limit(@Nullable Running running, ErrorResponse error) {
        if (running == null || running.overrun() != null) {
            return running == null ? null : running.overrun();
        }
        return error.sqlState().equals(ProtocolError.QUERY_CANCELED) ? running.overdue() : null;
    }

    /// Whether it is a message of ours before a Query.
    private boolean isOfQuery(Expected head) {
        return (head instanceof Expected.CopyParsed || head instanceof Expected.CopyDescribed)
                && expected.stream().anyMatch(each -> each instanceof Expected.Queried);
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
        if (status.name().equals("search_path")) {
            names.reported(status.value());
        }
        means.wire().toClient(frame);
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
