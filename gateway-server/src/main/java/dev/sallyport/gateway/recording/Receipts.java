package dev.sallyport.gateway.recording;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers the receipts of one group commit and takes them home: one wake-up for each event loop, however many wait
/// there.
final class Receipts {
    private static final Logger log = LoggerFactory.getLogger(Receipts.class);

    private final IdentityHashMap<Executor, Delivery> homes = new IdentityHashMap<>();

    void add(FileRecording recording, Runnable receipt) {
        homes.computeIfAbsent(recording.home(), home -> new Delivery()).add(recording, receipt);
    }

    void deliver() {
        for (Map.Entry<Executor, Delivery> entry : homes.entrySet()) {
            try {
                entry.getKey().execute(entry.getValue());
            } catch (RejectedExecutionException e) {
                log.warn(
                        "{} receipts not delivered: their event loop has ended",
                        entry.getValue().count);
            }
        }
        homes.clear();
    }

    /// Recording and receipt by turns, in the order of the commits.
    private static final class Delivery implements Runnable {
        private Object[] pairs = new Object[16];
        private int count;

        void add(FileRecording recording, Runnable receipt) {
            if (2 * count == pairs.length) {
                pairs = Arrays.copyOf(pairs, pairs.length * 2);
            }
            pairs[2 * count] = recording;
            pairs[2 * count + 1] = receipt;
            count++;
        }

        @Override
        public void run() {
            for (int i = 0; i < count; i++) {
                FileRecording recording = (FileRecording) pairs[2 * i];
                if (!recording.isStopped()) {
                    try {
                        ((Runnable) pairs[2 * i + 1]).run();
                    } catch (RuntimeException e) {
                        // One session's mistake must not cost the others their receipts.
                        log.error("recording {}: a receipt failed", recording.id(), e);
                        recording.stop(e);
                    }
                }
            }
        }
    }
}
