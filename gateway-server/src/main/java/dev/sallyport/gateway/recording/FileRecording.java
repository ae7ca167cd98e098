package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecordingFormat;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A recording as its session sees it: encodes events where they happen, and hands them over commit by commit.
final class FileRecording implements Recording {
    private static final Logger log = LoggerFactory.getLogger(FileRecording.class);

    /// A session is stopped reading long before; past this it is failed, so that no heap fills up.
    static final long BEHIND_BYTES_MAX = 128L * 1024 * 1024;

    /// Batches kept for use again: one is filled while others are written.
    private static final int BATCHES_KEPT = 3;

    private final FileJournal journal;
    private final SessionId id;
    private final RecordingFile file;
    private final Executor home;
    private final Consumer<Throwable> failed;
    private final long startedNanos;
    private final Batch[] kept = new Batch[BATCHES_KEPT];
    private int nextKept;
    private Batch filling;
    private long appendedBytes;
    private long nextKeyframe = KEYFRAME_BYTES;
    private int statements;
    private @Nullable IntFunction<Event.Keyframe> keyframes;
    private boolean closed;
    private volatile long doneBytes;
    private volatile boolean stopped;

    FileRecording(
            FileJournal journal,
            SessionId id,
            RecordingFile file,
            Executor home,
            Consumer<Throwable> failed,
            long startedNanos) {
        this.journal = journal;
        this.id = id;
        this.file = file;
        this.home = home;
        this.failed = failed;
        this.startedNanos = startedNanos;
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new Batch(this);
        }
        this.filling = kept[0];
    }

    @Override
    public void append(Event event) {
        if (closed || stopped) {
            return;
        }
        if (appendedBytes >= nextKeyframe && filling.isEmpty()) {
            addKeyframe();
        }
        if (event instanceof Event.Asked asked) {
            statements = asked.statement();
        }
        appendedBytes += filling.add(nanosSinceStart(), event);
        if (filling.bytes() >= RecordingFormat.SEGMENT_BYTES) {
            handOver(null, Batch.Then.GO_ON);
        }
    }

    private void addKeyframe() {
        if (keyframes != null) {
            appendedBytes += filling.add(nanosSinceStart(), keyframes.apply(statements));
        }
        nextKeyframe = appendedBytes + KEYFRAME_BYTES;
    }

    @Override
    public void keyframes(IntFunction<Event.Keyframe> state) {
        keyframes = state;
    }

    @Override
    public void commit(Runnable receipt) {
        if (!closed && !stopped) {
            handOver(receipt, Batch.Then.GO_ON);
        }
    }

    @Override
    public void commit() {
        if (!closed && !stopped && !filling.isEmpty()) {
            handOver(null, Batch.Then.GO_ON);
        }
    }

    @Override
    public void close(Event.Closed event) {
        if (closed || stopped) {
            return;
        }
        append(event);
        handOver(null, Batch.Then.SEAL);
        closed = true;
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public long behindBytes() {
        return appendedBytes - doneBytes;
    }

    private void handOver(@Nullable Runnable receipt, Batch.Then then) {
        Batch batch = filling;
        if (journal.writer() == Writer.CALLER) {
            writeHere(batch, receipt, then);
            return;
        }
        if (behindBytes() > BEHIND_BYTES_MAX || !journal.makesRoomFor(batch.bytes())) {
            giveUp(batch);
            return;
        }
        batch.receipt = receipt;
        batch.then = then;
        send(batch);
    }

    private void send(Batch batch) {
        batch.leave();
        filling = nextBatch();
        journal.put(batch);
    }

    private void writeHere(Batch batch, @Nullable Runnable receipt, Batch.Then then) {
        if (!journal.isWriting()) {
            return;
        }
        try {
            if (!batch.isEmpty() && !journal.write(file, batch)) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            journal.fail(e);
            return;
        }
        batch.comeBack();
        doneBytes = appendedBytes;
        if (then != Batch.Then.GO_ON) {
            batch.then = then;
            send(batch);
        }
        if (receipt != null) {
            receipt.run();
        }
    }

    private void giveUp(Batch batch) {
        JournalFailedException why =
                new JournalFailedException(
                        "recording "
                                + id
                                + ": "
                                + behindBytes()
                                + " bytes wait to be written (expected: at most "
                                + BEHIND_BYTES_MAX
                                + ", and "
                                + FileJournal.QUEUE_BYTES_MAX
                                + " for all recordings)");
        log.error("recording failed: {}", why.getMessage());
        batch.comeBack();
        batch.then = Batch.Then.SEAL_FAILED;
        stop(why);
        send(batch);
    }

    private Batch nextBatch() {
        nextKept = (nextKept + 1) % kept.length;
        Batch batch = kept[nextKept];
        return batch.isBusy() ? new Batch(this) : batch;
    }

    private long nanosSinceStart() {
        return journal.nanos() - startedNanos;
    }

    RecordingFile file() {
        return file;
    }

    Executor home() {
        return home;
    }

    /// Nanoseconds since the recording began, for what the journal itself adds to it.
    long now() {
        return Math.max(nanosSinceStart(), file.lastNanos());
    }

    /// The journal has written so many bytes more of it.
    @SuppressWarnings("NonAtomicVolatileUpdate") // only ever one thread writes: journal or home
    void done(int bytes) {
        doneBytes += bytes;
    }

    /// Whether it takes and gives nothing any more; receipts that are still under way are then not run.
    boolean isStopped() {
        return stopped;
    }

    /// Takes no more events, and tells nobody: the journal is being closed.
    void stop() {
        stopped = true;
    }

    /// Takes no more events, runs no more receipts, and tells the session why.
    void stop(Throwable why) {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            home.execute(() -> {
                if (!closed) {
                    failed.accept(why);
                }
            });
        } catch (RejectedExecutionException e) {
            log.warn("recording {}: nobody left to tell that it failed", id);
        }
    }
}
