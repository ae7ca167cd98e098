package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.gateway.protocol.Reply;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.sql.CopyOut;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements and their results, once both sides are signed in.
///
/// One batch at a time: it is gathered, asked, forwarded or refused, and answered, before the next one is looked at. What
/// a batch changes (a name, a setting, the transaction) may change what the next one means, and the order of answers is
/// the target's own. The client may send ahead; that is kept, up to a bound.
final class Exchange implements Phase {
    private final PostgresConversation.Phases means;
    private final Session session;
    private final @Nullable BackendKeyData targetKey;
    private final Limiting limiting;
    private final Names names = new Names();
    private final Gathering gathering;
    private final TargetReplies replies;
    private final ArrayDeque<Frame> ahead = new ArrayDeque<>();

    private Batch batch = new Batch();
    private @Nullable Batch atGate;
    private int aheadBytes;
    private boolean draining;

    /// After an error in the extended protocol the server ignores all up to Sync (section 54.2.3).
    private boolean skipsToSync;

    /// What is left of a batch behind a statement whose result is bounded: it goes once the result was not too long.
    private @Nullable Rest rest;

    /// The target takes COPY data for this statement.
    private @Nullable Running copyIn;

    /// @param database that the session is connected to
    Exchange(
            PostgresConversation.Phases means,
            Session session,
            String database,
            @Nullable BackendKeyData targetKey) {
        this.means = means;
        this.session = session;
        this.targetKey = targetKey;
        this.gathering = new Gathering(session, means.reader(), names);
        this.replies = new TargetReplies(means, session, database, names, new Events());
        this.limiting = new Limiting(means, session, targetKey, replies, this::drain);
    }

    /// @param from the first of its steps that was not sent
    private record Rest(Batch batch, int from, Batch.End end) {
        List<Batch.Step> steps() {
            return batch.steps().subList(from, batch.steps().size());
        }
    }

    /// What the target's answers change here.
    private final class Events implements TargetReplies.Events {
        @Override
        public void skipToSync() {
            skipsToSync = true;
        }

        @Override
        public void copyInBegins(Running running) {
            copyIn = running;
        }

        @Override
        public void copyInEnds() {
            copyIn = null;
        }

        @Override
        public void answered() {
            drain();
        }

        @Override
        public void turned() {
            limiting.turn();
        }

        @Override
        public void overruns() {
            limiting.cancel();
        }

        @Override
        public void overran(Rejection why) {
            Rest unsent = rest;
            rest = null;
            if (unsent == null) {
                // It was the last of its batch: nothing could have run behind it.
                substitute(Batch.End.FLUSH, why);
            } else {
                skipped(unsent);
                substitute(unsent.end, why);
            }
        }

        @Override
        public void queryOverran(Rejection why) {
            substitute(
                    Batch.End.QUERY,
                    new Rejection(
                            why.sqlState(),
                            why.message(),
                            "what it changed stands, unless its transaction is rolled back; "
                                    + why.hint()));
        }
    }

    /// The target's reports from signing in have been passed on; from now on statements are.
    void begin() {
        names.begin();
    }

    @Override
    public void fromClient(Frame frame) {
        if (ahead.isEmpty() && isFree()) {
            take(frame);
            return;
        }
        ahead.add(frame);
        aheadBytes += frame.length();
        if (aheadBytes > means.limits().heldBytesMax()) {
            means.wire().pause(Side.CLIENT, PauseReason.HELD_QUEUE_FULL);
        }
    }

    @Override
    public void fromTarget(Frame frame) {
        replies.fromTarget(frame);
        drain();
    }

    private boolean isFree() {
        return copyIn != null
                || (atGate == null && rest == null && replies.isIdle() && limiting.isSettled());
    }

    private void drain() {
        if (rest != null && replies.isIdle()) {
            goOn(rest);
        }
        if (draining || ahead.isEmpty()) {
            return;
        }
        draining = true;
        while (!ahead.isEmpty() && isFree()) {
            Frame frame = ahead.remove();
            aheadBytes -= frame.length();
            take(frame);
        }
        draining = false;
        if (aheadBytes <= means.limits().heldBytesMax() / 2) {
            means.wire().resume(Side.CLIENT, PauseReason.HELD_QUEUE_FULL);
        }
    }

    /// The client's next message, now that its turn has come.
    private void take(Frame frame) {
        if (frame.type() == MessageType.TERMINATE) {
            terminate(frame);
        } else if (copyIn != null) {
            copyData(frame, copyIn);
        } else if (skipsToSync && frame.type() != MessageType.SYNC) {
            frame.release();
        } else {
            switch (frame.type()) {
                case MessageType.QUERY,
                        MessageType.FUNCTION_CALL,
                        MessageType.PARSE,
                        MessageType.BIND,
                        MessageType.DESCRIBE,
                        MessageType.EXECUTE,
                        MessageType.CLOSE,
                        MessageType.SYNC,
                        MessageType.FLUSH ->
                        gather(frame);
                case MessageType.COPY_DATA, MessageType.COPY_DONE, MessageType.COPY_FAIL ->
                        copyDataOutOfPlace(frame);
                default -> {
                    byte type = frame.type();
                    frame.release();
                    throw new ProtocolError("message type", type, "one of the frontend's");
                }
            }
        }
    }

    /// COPY data before the COPY has begun: either its Execute is still being gathered, as the client need not flush it,
    /// or it is what is left of a COPY that has failed, which the server ignores as well.
    private void copyDataOutOfPlace(Frame frame) {
        if (batch.isEmpty()) {
            frame.release();
            return;
        }
        ahead.addFirst(frame);
        aheadBytes += frame.length();
        complete(Batch.End.FULL);
    }

    private void gather(Frame frame) {
        if (frame.type() == MessageType.SYNC) {
            skipsToSync = false;
        }
        Batch.End end = gathering.add(frame, batch);
        if (end != null) {
            complete(end);
        }
    }

    private void complete(Batch.End end) {
        Batch complete = batch;
        batch = new Batch();
        ask(complete, end);
    }

    private void ask(Batch complete, Batch.End end) {
        List<Batch.Asking> askings =
                complete.rejection != null
                        ? List.of()
                        : complete.askings(
                                prepared -> new Running(session, prepared.text, prepared.read));
        if (askings.isEmpty()) {
            settle(complete, end);
            return;
        }
        atGate = complete;
        complete.repliesDue = askings.size();
        for (Batch.Asking asking : askings) {
            asking.running().asked(session.ask(asking.statement(), replyTo(complete, end, asking)));
        }
    }

    private Reply replyTo(Batch complete, Batch.End end, Batch.Asking asking) {
        Running running = asking.running();
        return new Reply() {
            @Override
            public void go(Masks masks, Limits limits) {
                running.mayGo(masks, limits);
                List<Action> actions = asking.statement().actions();
                if (replies.masking().mustLookUp(running, actions)) {
                    replies.masking().lookUp(actions, () -> allowed(complete, end, asking));
                } else {
                    allowed(complete, end, asking);
                }
            }

            @Override
            public void refuse(Refusal refusal) {
                Rejection why = Rejection.of(refusal);
                running.failed(why.sqlState(), why.message());
                boolean first = complete.rejection == null;
                complete.reject(why);
                if (first && complete.repliesDue > 1) {
                    // The rest of the batch will not run, so nobody need be asked about it.
                    session.withdraw();
                }
                replied(complete, end);
            }
        };
    }

    private void allowed(Batch complete, Batch.End end, Batch.Asking asking) {
        Running running = asking.running();
        Rejection unmaskable = replies.masking().refuses(running, asking.statement().actions());
        if (unmaskable != null) {
            running.failed(unmaskable.sqlState(), unmaskable.message());
            complete.reject(unmaskable);
        }
        replied(complete, end);
    }

    private void replied(Batch complete, Batch.End end) {
        complete.repliesDue--;
        if (complete.repliesDue == 0 && atGate == complete) {
            atGate = null;
            settle(complete, end);
            drain();
        }
    }

    private void settle(Batch complete, Batch.End end) {
        Rejection rejection = complete.rejection;
        if (rejection == null) {
            forward(complete, end);
        } else {
            refuse(complete, end, rejection);
        }
    }

    private void forward(Batch complete, Batch.End end) {
        forward(new Rest(complete, 0, end));
    }

    private void forward(Rest unsent) {
        List<Batch.Step> steps = unsent.steps();
        for (int i = 0; i < steps.size(); i++) {
            Batch.Step step = steps.get(i);
            Expected expected = step.expected();
            boolean holdsRest = false;
            boolean flushes = false;
            if (expected instanceof Expected.Executed executed) {
                executed.portal().running = executed.running();
                describeCopy(executed.running());
                describeForUs(executed.portal(), executed.running());
                start(executed.running());
                boolean hasMore = i + 1 < steps.size();
                holdsRest = hasMore && executed.running().holdsBatch();
                // Else the server keeps its answers to itself, and nobody can tell whose time it
                // is.
                flushes = hasMore && !executed.running().limits().millis().isNone();
            } else if (expected instanceof Expected.PortalDescribed described) {
                described.portal().describeSent = true;
            } else if (expected instanceof Expected.Queried queried) {
                describeCopy(queried.running());
                start(queried.running());
            } else if (expected instanceof Expected.FunctionCalled called) {
                start(called.running());
            }
            if (expected != null) {
                replies.expect(expected);
            }
            means.wire().toTarget(step.frame());
            if (holdsRest || flushes) {
                means.wire().toTarget(means.answers().flush());
            }
            if (holdsRest) {
                // Even a Sync waits: it would commit what the client is to be told has failed.
                rest = new Rest(unsent.batch, unsent.from + i + 1, unsent.end);
                return;
            }
        }
        if (unsent.end == Batch.End.FULL) {
            means.wire().toTarget(means.answers().flush());
        }
    }

    private void start(Running running) {
        running.started();
        limiting.began(running);
    }

    /// All that was sent of a batch is answered. Where that failed, the target skips all up to a Sync, and so is the rest.
    private void goOn(Rest unsent) {
        rest = null;
        if (!skipsToSync) {
            forward(unsent);
            return;
        }
        skipped(unsent);
        if (unsent.end == Batch.End.SYNC) {
            skipsToSync = false;
            replies.expect(new Expected.Synced());
            limiting.whenSettled(
                    () -> means.wire().toTarget(BareMessage.SYNC.toFrame(means.answers().alloc())));
        }
    }

    private static void skipped(Rest unsent) {
        for (Batch.Step step : unsent.steps()) {
            if (step.expected() instanceof Expected.Executed executed) {
                executed.running()
                        .failed(
                                ProtocolError.QUERY_CANCELED,
                                "not run: an earlier message of its batch failed");
            }
            step.frame().release();
        }
    }

    /// Masking needs the origin of every column, which the client may not have asked for.
    private void describeForUs(Portal portal, Running running) {
        if (!running.masks().isEmpty()
                && running.copy == null
                && portal.columns == null
                && !portal.describeSent) {
            portal.describeSent = true;
            replies.expect(new Expected.PortalDescribedForUs(portal));
            means.wire().toTarget(means.answers().describePortal(portal.name));
        }
    }

    /// The data of a COPY come without columns. So the query whose rows they are is described, right before the COPY and
    /// in its transaction: what its names mean cannot change in between, as describing it locks what it reads.
    private void describeCopy(Running running) {
        CopyOut copy = running.copy;
        if (copy != null) {
            replies.expect(new Expected.CopyParsed(running));
            means.wire().toTarget(means.answers().parseCopy(copy.select()));
            replies.expect(new Expected.CopyDescribed(running));
            means.wire().toTarget(means.answers().describeCopy());
            replies.expect(new Expected.CopyForgotten());
            means.wire().toTarget(means.answers().forgetCopy());
        }
    }

    /// One statement that cannot be parsed goes in the batch's place: the target fails it where the batch would have
    /// stood, so the transaction, the order of answers and the skipping to Sync are the target's own. Dropping the batch
    /// and forwarding its Sync would commit what came before it.
    private void refuse(Batch refused, Batch.End end, Rejection why) {
        refused.release();
        substitute(end, why);
    }

    private void substitute(Batch.End end, Rejection why) {
        replies.expect(new Expected.Refused(why));
        if (end == Batch.End.QUERY || end == Batch.End.SYNC) {
            replies.expect(new Expected.Synced());
        }
        limiting.whenSettled(() -> sendSubstitute(end));
    }

    private void sendSubstitute(Batch.End end) {
        switch (end) {
            case QUERY -> means.wire().toTarget(means.answers().refusedQuery());
            case SYNC -> {
                means.wire().toTarget(means.answers().refusedParse());
                means.wire().toTarget(BareMessage.SYNC.toFrame(means.answers().alloc()));
            }
            case FLUSH, FULL -> {
                means.wire().toTarget(means.answers().refusedParse());
                means.wire().toTarget(means.answers().flush());
            }
        }
    }

    /// COPY data flows on without being asked for again: its COPY was. Nothing else may pass in this state. The server
    /// may have failed the COPY already, and would then take another message for a command.
    private void copyData(Frame frame, Running running) {
        switch (frame.type()) {
            case MessageType.COPY_DATA -> {
                running.taken(frame);
                means.wire().toTarget(frame);
            }
            case MessageType.COPY_DONE, MessageType.COPY_FAIL -> {
                copyIn = null;
                means.wire().toTarget(frame);
                // In the extended protocol the server keeps its answer back until a Sync, and the
                // Sync waits here for it.
                means.wire().toTarget(means.answers().flush());
            }
            // Ignored by the server too (section 54.2.6).
            case MessageType.FLUSH, MessageType.SYNC -> frame.release();
            default -> {
                copyIn = null;
                means.wire()
                        .toTarget(
                                means.answers()
                                        .copyFail(
                                                "unexpected message type "
                                                        + (char) frame.type()
                                                        + " during COPY"));
                frame.release();
            }
        }
    }

    private void terminate(Frame frame) {
        means.wire().toTarget(frame);
        means.wire().close(Reason.CLIENT_LEFT);
    }

    @Override
    public void waiting(Approval approval) {
        means.wire().toClient(means.answers().held(approval));
    }

    /// At the gate the request is withdrawn; what runs is cancelled at the target; otherwise there is nothing to cancel.
    @Override
    public void cancel() {
        if (atGate != null) {
            session.withdraw();
        } else if (!replies.isIdle() && targetKey != null) {
            means.wire()
                    .aside(
                            session.target(),
                            new CancelErrand(
                                    session.target(),
                                    targetKey,
                                    means.answers().alloc(),
                                    () -> {}));
        }
    }

    @Override
    public void secured(Side side) {
        throw new IllegalStateException("TLS with " + side + ": now (expected: before signing in)");
    }

    @Override
    public boolean clientMayBeTold() {
        return replies.clientMayBeTold();
    }

    @Override
    public void gone() {
        batch.release();
        if (atGate != null) {
            atGate.release();
        }
        ahead.forEach(Frame::release);
        ahead.clear();
        if (rest != null) {
            rest.steps().forEach(step -> step.frame().release());
            rest = null;
        }
        limiting.gone();
        replies.gone();
    }
}
