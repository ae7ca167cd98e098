package dev.sallyport.gateway.faults;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Makes a buffer that was never released fail the build: Netty only logs it.
///
/// It is set in place before any test, hence before Netty makes its detectors. A leak is found when a lost buffer has
/// been collected, so at the end the guard loses a buffer of its own and collects until that one is found: then
/// those that the tests lost before it were looked at as well, and the guard has shown that it works.
///
/// Levels of detection are set by the system property `io.netty.leakDetection.level`; with `paranoid`, every buffer is
/// looked after.
public final class LeakGuard implements LauncherSessionListener {
    private static final Duration SEARCH_MAX = Duration.ofSeconds(30);

    /// Rounds of collecting after the guard's own leak was found: what died together with it may be queued behind it.
    private static final int FURTHER_ROUNDS = 3;

    private static final String BAIT = "lost by the leak guard itself";

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Reporting(leaks));
    }

    /// @throws AssertionError naming each leak with its records
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            return;
        }
        search();
        List<String> found = leaks.stream().filter(leak -> !leak.contains(BAIT)).toList();
        if (!found.isEmpty()) {
            throw new AssertionError(
                    found.size() + " buffers leaked:\n" + String.join("\n", found));
        }
    }

    private void search() {
        layBait();
        Instant giveUp = Instant.now().plus(SEARCH_MAX);
        int roundsLeft = FURTHER_ROUNDS;
        while (roundsLeft > 0) {
            if (Instant.now().isAfter(giveUp)) {
                throw new IllegalStateException(
                        "leak guard: its own lost buffer was not found within " + SEARCH_MAX);
            }
            collect();
            if (leaks.stream().anyMatch(leak -> leak.contains(BAIT))) {
                roundsLeft--;
            }
        }
    }

    private static void layBait() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).touch(BAIT);
    }

    /// A collection, and an allocation of each tracked kind: that is when Netty looks at what was collected.
    private static void collect() {
        System.gc();
        try {
            // The collector hands its finds over on a thread of its own.
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        PooledByteBufAllocator.DEFAULT.heapBuffer(16).release();
    }

    private static final class Reporting extends ResourceLeakDetectorFactory {
        private final Queue<String> leaks;

        Reporting(Queue<String> leaks) {
            this.leaks = leaks;
        }

        @Override
        @SuppressWarnings("deprecation") // the only constructor there is to override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new Detector<>(resource, samplingInterval, leaks);
        }
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        private final Queue<String> leaks;

        @SuppressWarnings("deprecation")
        Detector(Class<?> resource, int samplingInterval, Queue<String> leaks) {
            super(resource, samplingInterval);
            this.leaks = leaks;
        }

        /// Else nothing would be reported where Netty's logger is set above ERROR.
        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            leaks.add(resourceType + " was not released:" + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            leaks.add(resourceType + " was not released; no records of it");
        }
    }
}
