package dev.sallyport.gateway.recording;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Takes batches from many event loops to the one journal thread, without a lock and without an allocation.
///
/// A linked stack that the reader takes whole and turns round. Only who finds it empty, and the reader asleep, pays for
/// a wake-up. How much may be in it is bounded by [FileJournal], in bytes.
final class CommitQueue {
    private final AtomicReference<@Nullable Batch> newest = new AtomicReference<>();
    private volatile @Nullable Thread sleeper;
    private volatile boolean woken;

    void put(Batch batch) {
        Batch before;
        do {
            before = newest.get();
            batch.next = before;
        } while (!newest.compareAndSet(before, batch));
        if (before == null) {
            unparkSleeper();
        }
    }

    /// All that was put, oldest first, linked by [Batch#next]; null if there is nothing. Reader only.
    @Nullable Batch takeAll() {
        Batch batch = newest.getAndSet(null);
        Batch oldest = null;
        while (batch != null) {
            Batch before = batch.next;
            batch.next = oldest;
            oldest = batch;
            batch = before;
        }
        return oldest;
    }

    /// Returns when something was put, when woken, after `nanos`, or for no reason. Reader only.
    void await(long nanos) {
        sleeper = Thread.currentThread();
        if (newest.get() == null && !woken) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
        woken = false;
    }

    /// Makes the reader look again, also where it is only about to sleep.
    void wake() {
        woken = true;
        unparkSleeper();
    }

    private void unparkSleeper() {
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
