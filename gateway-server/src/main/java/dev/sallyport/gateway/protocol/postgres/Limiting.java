package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Wire;
import dev.sallyport.model.policy.Limits;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what runs too long or brings too much, by a real cancel at the target: so the transaction is left as the target
/// itself leaves one whose statement was cancelled.
///
/// One alarm serves all statements of the session, and is set only once one of them has a limit on its time.
final class Limiting {
    /// How long after a cancel a statement may still run before the session is ended: a limit that the target does not
    /// heed is kept all the same.
    private static final int GRACE_MILLIS = 10_000;

    /// How soon to look again where what runs has no limit, but something behind it has.
    private static final int LOOK_AGAIN_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Limiting.class);

    private final PostgresConversation.Phases means;
    private final Session session;
    private final @Nullable BackendKeyData targetKey;
    private final TargetReplies replies;
    private final Runnable free;
    private final ArrayDeque<Runnable> whenSettled = new ArrayDeque<>(1);

    private boolean cancelling;
    private long turnNanos;
    private Wire.@Nullable Alarm alarm;
    private long alarmNanos;

    /// @param free told when something new may go to the target again
    /// @param targetKey null where the target gave none: then nothing can be cancelled
    Limiting(
            PostgresConversation.Phases means,
            Session session,
            @Nullable BackendKeyData targetKey,
            TargetReplies replies,
            Runnable free) {
        this.means = means;
        this.session = session;
        this.targetKey = targetKey;
        this.replies = replies;
        this.free = free;
    }

    /// The statement goes to the target.
    void began(Running running) {
        Limits.Bound millis = running.limits().millis();
        if (millis.isNone()) {
            return;
        }
        long now = System.nanoTime();
        if (replies.running() == null) {
            turnNanos = now;
        }
        if (alarm == null || alarmNanos - now > TimeUnit.MILLISECONDS.toNanos(millis.max())) {
            set(millis.max());
        }
    }

    /// A statement has ended: it is the next one's turn, and its time begins.
    void turn() {
        if (alarm != null) {
            turnNanos = System.nanoTime();
        }
    }

    /// Cancels what runs; nothing new goes to the target until it has taken the request, as that would be cancelled in its
    /// place.
    void cancel() {
        BackendKeyData key = targetKey;
        if (key != null && !cancelling) {
            cancelling = true;
            means.wire()
                    .aside(
                            session.target(),
                            new CancelErrand(
                                    session.target(),
                                    key,
                                    means.answers().alloc(),
                                    // Later, and only while the session lives.
                                    () -> means.wire().after(0, this::settled)));
        }
    }

    /// Whether no cancel of ours is on its way.
    boolean isSettled() {
        return !cancelling;
    }

    void whenSettled(Runnable then) {
        if (cancelling) {
            whenSettled.add(then);
        } else {
            then.run();
        }
    }

    private void settled() {
        cancelling = false;
        for (Runnable then = whenSettled.poll(); then != null; then = whenSettled.poll()) {
            then.run();
        }
        free.run();
    }

    void gone() {
        whenSettled.clear();
        if (alarm != null) {
            alarm.callOff();
            alarm = null;
        }
    }

    private void set(long millis) {
        if (alarm != null) {
            alarm.callOff();
        }
        alarmNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        alarm = means.wire().after(millis, this::ring);
    }

    private void ring() {
        alarm = null;
        Running running = replies.running();
        if (running == null) {
            return;
        }
        Limits.Bound bound = running.limits().millis();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - turnNanos);
        if (bound.isNone()) {
            set(LOOK_AGAIN_MILLIS);
        } else if (millis < bound.max()) {
            set(bound.max() - millis);
        } else if (running.overdue() == null) {
            running.overdue(
                    new Rejection(
                            ProtocolError.QUERY_CANCELED,
                            "canceling statement due to limit "
                                    + bound.by()
                                    + ": longer than "
                                    + inWords(bound.max()),
                            "ask for less at a time, or for another limit"));
            cancel();
            set(GRACE_MILLIS);
        } else {
            LOG.warn(
                    "session {}: {} does not end what it was asked to cancel, so the session ends",
                    session.id(),
                    session.target());
            session.close(Reason.OVERDUE);
        }
    }

    private static String inWords(long millis) {
        long seconds = millis / 1000;
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
