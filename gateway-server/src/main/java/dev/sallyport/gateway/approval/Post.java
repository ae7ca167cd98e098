package dev.sallyport.gateway.approval;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers calls to one listener on virtual threads, one at a time and in order: a listener may wait for a receipt or
/// for its event loop, and must never hold up the desk or hear the end before the answer that led to it.
///
/// Bounded by what is sent through it: one call for each answer and one for the end.
final class Post {
    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean delivering;

    void send(Runnable call) {
        synchronized (waiting) {
            waiting.add(call);
            if (delivering) {
                return;
            }
            delivering = true;
        }
        Thread.ofVirtual().name("approval-post").start(this::deliver);
    }

    private void deliver() {
        Runnable call = next();
        while (call != null) {
            try {
                call.run();
            } catch (RuntimeException e) {
                // The later calls still have to come: the end above all, which somebody's
                // connection waits for.
                LOG.error("approval listener failed", e);
            }
            call = next();
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable call = waiting.poll();
            delivering = call != null;
            return call;
        }
    }
}
