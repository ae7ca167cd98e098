package dev.sallyport.gateway.session;

import dev.sallyport.gateway.gate.Gate;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.PauseReason;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Reply;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.recording.Recording;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.control.SessionState;
import dev.sallyport.model.control.SessionSummary;
import dev.sallyport.model.control.Who;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.statement.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session while it lives: binds an identity, a target, a gate and a recording to one connection.
///
/// What the person is shown may run at most one window ahead of its receipt; then the target is not read until the
/// journal has caught up.
final class OpenSession implements Session, LiveSession, Connection.Ending, Gate.Watcher {
    /// How far results may run ahead of their receipt.
    private static final int WINDOW_BYTES = 256 << 10;

    /// Results are handed to the journal in pieces of about this size, or with the next statement.
    private static final int COMMIT_BYTES = 64 << 10;

    /// Or after this time, whichever comes first.
    private static final long COMMIT_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(OpenSession.class);

    private final Opening opening;
    private final Connection connection;
    private final Recording recording;
    private final Gate gate;
    private final Sessions sessions;
    private final Instant started;
    private final Runnable commitResults = this::commitResults;

    private final Supplier<Policy> policy;
    private @Nullable Policy lastPolicy;
    private boolean mayMask;
    private long lastNanos = System.nanoTime();
    private long uncommittedBytes;
    private boolean commitScheduled;
    private boolean journalBehind;
    private boolean ended;

    // Written on the loop, read by those who list sessions.
    private volatile int statements;
    private volatile boolean running;
    private volatile @Nullable Approval held;

    /// What was settled at the door.
    record Opening(
            Identity who, OpenTarget target, int rowBytesRecordedMax, String clientAddress) {}

    OpenSession(
            Opening opening,
            Connection connection,
            Recording recording,
            Gate.Means means,
            Sessions sessions) {
        this.opening = opening;
        this.connection = connection;
        this.recording = recording;
        this.sessions = sessions;
        this.policy = means.policy();
        this.started = means.clock().instant();
        this.gate =
                new Gate(
                        means,
                        opening.who(),
                        opening.target().target(),
                        connection.clientAddress().getAddress(),
                        recording,
                        connection.loop(),
                        this);
    }

    /// Ends the session once nothing was asked for so long.
    void endWhenIdleFor(long minutes) {
        long nanosLeft = TimeUnit.MINUTES.toNanos(minutes) - (System.nanoTime() - lastNanos);
        if (ended) {
            return;
        }
        if (nanosLeft <= 0 && !running) {
            connection.shut(Reason.IDLE);
            return;
        }
        connection
                .loop()
                .schedule(
                        () -> endWhenIdleFor(minutes),
                        Math.max(nanosLeft, TimeUnit.SECONDS.toNanos(10)),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public SessionId id() {
        return recording.id();
    }

    @Override
    public OpenTarget target() {
        return opening.target();
    }

    /// Also where a version of the policy that came into force since would.
    @Override
    @SuppressWarnings("ReferenceEquality") // the very same version, or a new one
    public boolean mayMask() {
        Policy now = policy.get();
        if (now != lastPolicy) {
            lastPolicy = now;
            Identity who = opening.who();
            mayMask |= now.mayMask(who.withRoles(now.rolesOf(who)), opening.target().target());
        }
        return mayMask;
    }

    @Override
    public int ask(Statement statement, Reply reply) {
        int number = gate.ask(statement, reply);
        statements = number;
        running = true;
        lastNanos = System.nanoTime();
        return number;
    }

    @Override
    public void withdraw() {
        gate.withdraw();
    }

    @Override
    public void holding(@Nullable Approval approval) {
        held = approval;
        if (approval != null) {
            connection.waiting(approval);
        }
    }

    @Override
    public void broken(RuntimeException why) {
        LOG.error("session {} is ended", id(), why);
        connection.shut(Reason.PROTOCOL_ERROR);
    }

    @Override
    public void record(Event event) {
        recording.append(event);
        if (event instanceof Event.Completed || event instanceof Event.Failed) {
            running = false;
            lastNanos = System.nanoTime();
        }
        uncommittedBytes += sizeOf(event);
        if (uncommittedBytes >= COMMIT_BYTES) {
            commitResults();
        } else if (!commitScheduled) {
            commitScheduled = true;
            connection.loop().schedule(commitResults, COMMIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!journalBehind && recording.behindBytes() > WINDOW_BYTES) {
            journalBehind = true;
            connection.pause(Side.TARGET, PauseReason.JOURNAL_BEHIND);
            connection.pause(Side.CLIENT, PauseReason.JOURNAL_BEHIND);
        }
    }

    private static int sizeOf(Event event) {
        return switch (event) {
            case Event.Rows rows -> rows.wire().remaining();
            case Event.RowsIn rows -> rows.wire().remaining();
            case Event.Chunk chunk -> chunk.bytes().remaining();
            case Event.TerminalIn in -> in.bytes().remaining();
            case Event.TerminalOut out -> out.bytes().remaining();
            default -> 64;
        };
    }

    private void commitResults() {
        commitScheduled = false;
        uncommittedBytes = 0;
        if (!ended) {
            recording.commit(this::caughtUp);
        }
    }

    private void caughtUp() {
        if (journalBehind && recording.behindBytes() <= WINDOW_BYTES / 2) {
            journalBehind = false;
            connection.resume(Side.TARGET, PauseReason.JOURNAL_BEHIND);
            connection.resume(Side.CLIENT, PauseReason.JOURNAL_BEHIND);
        }
    }

    @Override
    public void keyframes(IntFunction<Event.Keyframe> state) {
        recording.keyframes(state);
    }

    @Override
    public int rowBytesRecordedMax() {
        return opening.rowBytesRecordedMax();
    }

    @Override
    public void close(Reason reason) {
        connection.shut(reason);
    }

    @Override
    public void ended(Reason reason, String detail) {
        if (!ended) {
            ended = true;
            sessions.remove(id());
            gate.abandon();
            recording.close(new Event.Closed(reason.word(), detail));
        }
    }

    @Override
    public SessionSummary summary() {
        Approval question = held;
        return new SessionSummary(
                id(),
                opening.target().target().name(),
                opening.target().target().protocol(),
                Who.of(opening.who()),
                opening.who().roles(),
                opening.clientAddress(),
                started,
                statements,
                question != null
                        ? SessionState.HELD
                        : running ? SessionState.RUNNING : SessionState.IDLE,
                question == null ? null : question.id());
    }

    @Override
    public void kill(String byWhom, String why) {
        connection
                .loop()
                .execute(() -> {
                    if (!ended) {
                        recording.append(
                                new Event.Noted("killed", Map.of("by", byWhom, "reason", why)));
                        connection.shut(Reason.KILLED);
                    }
                });
    }
}
