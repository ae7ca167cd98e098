package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Envelope;
import dev.sallyport.model.recording.RecipientKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Keys for recordings to come, made ahead of time: half a millisecond for each who may read is too much for an event
/// loop on which a session begins.
///
/// A thread of its own keeps the pool full. Should more sessions begin at once than it holds, the rest wait for theirs.
final class EnvelopePool implements AutoCloseable {
    private static final int READY_MAX = 32;

    private final List<RecipientKey> recipients;
    private final SecureRandom random;
    private final ArrayBlockingQueue<Envelope.Prepared> ready = new ArrayBlockingQueue<>(READY_MAX);
    private @Nullable Thread thread;
    private boolean closed;

    EnvelopePool(List<RecipientKey> recipients, SecureRandom random) {
        this.recipients = List.copyOf(recipients);
        this.random = random;
    }

    /// A new key for this recording, with its envelope.
    Envelope.Sealed next(SessionId recording) {
        start();
        Envelope.Prepared prepared = ready.poll();
        if (prepared == null) {
            prepared = new Envelope.Prepared(recipients, random);
        }
        return prepared.seal(recording, random);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// Only with the first recording: most commands and tests never need a second.
    private synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().name("recording-keys").daemon().start(this::fill);
        }
    }

    private void fill() {
        try {
            while (true) {
                ready.put(new Envelope.Prepared(recipients, random));
            }
        } catch (InterruptedException e) {
            // The pool is closed; what it holds is of no use to anybody.
            ready.clear();
        }
    }
}
