package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.EventCodec;
import dev.sallyport.model.recording.RecordBuffer;
import dev.sallyport.model.recording.RecordingFormat;
import dev.sallyport.model.recording.SegmentChain;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The records of one commit on their way to the disk: a segment to be, and who waits for it.
///
/// Filled at the recording's home, then handed to whoever writes, then given back to be filled again.
final class Batch {
    /// Most statements' records fit without growing.
    private static final int START_CAPACITY = 2048;

    /// A buffer that a large result made grow is given up once small ones follow.
    private static final int KEPT_CAPACITY = 64 * 1024;

    final FileRecording recording;
    private final RecordBuffer records = new RecordBuffer(RecordingFormat.HEADROOM, START_CAPACITY);
    private int count;
    private long firstNanos;
    private long lastNanos;
    private int statements;
    private boolean keyframe;
    private @Nullable ByteBuffer view;

    @Nullable Runnable receipt;
    Then then = Then.GO_ON;

    /// The one put into the queue before it.
    @Nullable Batch next;

    private volatile boolean busy;

    /// What comes after the records.
    enum Then {
        GO_ON,
        SEAL,
        /// The recording could not keep up.
        SEAL_FAILED
    }

    Batch(FileRecording recording) {
        this.recording = recording;
    }

    /// @param nanos since the recording began
    /// @return bytes added
    int add(long nanos, Event event) {
        long delta = count == 0 ? 0 : Math.max(0, nanos - lastNanos);
        int bytes = EventCodec.encode(records, delta, event);
        if (count == 0) {
            firstNanos = nanos;
            lastNanos = nanos;
            keyframe = event instanceof Event.Keyframe;
        } else {
            lastNanos += delta;
        }
        if (event instanceof Event.Asked asked) {
            statements = asked.statement();
        }
        count++;
        return bytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int bytes() {
        return records.length();
    }

    /// Makes the records the chain's next segment.
    ///
    /// @return the bytes to write
    ByteBuffer segment(SegmentChain chain, long wallMillis) {
        int length =
                chain.addRecords(
                        records,
                        new SegmentChain.Batch(count, firstNanos, lastNanos, statements, keyframe),
                        wallMillis);
        int start = chain.segmentStart();
        ByteBuffer bytes = view;
        if (bytes == null || bytes.capacity() != records.capacity()) {
            bytes = ByteBuffer.wrap(records.array());
            view = bytes;
        }
        return bytes.limit(start + length).position(start);
    }

    /// Whether it is on its way and must not be filled.
    boolean isBusy() {
        return busy;
    }

    void leave() {
        busy = true;
    }

    /// Ready to be filled again. The last thing the writer does to it.
    void comeBack() {
        int used = records.length();
        records.clear();
        if (records.capacity() > KEPT_CAPACITY && used < KEPT_CAPACITY / 4) {
            records.trim();
            view = null;
        }
        count = 0;
        statements = 0;
        receipt = null;
        then = Then.GO_ON;
        next = null;
        busy = false;
    }
}
