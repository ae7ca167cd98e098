package dev.sallyport.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.gateway.recording.FailingDisk.Afterwards;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecordingReader;
import dev.sallyport.model.recording.RecordingVerifier;
import dev.sallyport.model.recording.SealReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The journal: receipts in order, recordings whole, nothing receipted that is not written.
class FileJournalTest {
    /// The two writers, and forced durability.
    enum Mode {
        JOURNAL_WRITTEN(Durability.WRITTEN, Writer.JOURNAL_THREAD),
        JOURNAL_FORCED(Durability.FORCED, Writer.JOURNAL_THREAD),
        CALLER_WRITTEN(Durability.WRITTEN, Writer.CALLER);

        final Durability durability;
        final Writer writer;

        Mode(Durability durability, Writer writer) {
            this.durability = durability;
            this.writer = writer;
        }
    }

    @TempDir Path folder;

    private final GatewayKeys keys = GatewayKeys.temporary();
    private final FailingDisk disk = new FailingDisk();
    private final ExecutorService home = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopHome() {
        home.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreReceiptedInOrderAndTheFileIsSealed(Mode mode) throws Exception {
        List<Integer> receipts = new ArrayList<>();
        try (FileJournal journal = journal(mode)) {
            onHome(() -> {
                Recording recording = open(journal, home);
                for (int i = 1; i <= 1000; i++) {
                    int number = i;
                    recording.append(asked(i));
                    recording.commit(() -> receipts.add(number));
                }
                recording.commit(() -> recording.close(new Event.Closed("client-left", null)));
            });
            await().until(() -> verify() instanceof ChainVerdict.Sealed);
        }
        onHome(() -> assertThat(receipts).hasSize(1000).isSorted());
        assertThat(verify())
                .isInstanceOfSatisfying(
                        ChainVerdict.Sealed.class,
                        sealed -> {
                            assertThat(sealed.records()).isEqualTo(1002);
                            assertThat(sealed.reason()).isEqualTo(SealReason.CLOSED);
                        });
        List<Event> events = events();
        assertThat(events.getFirst()).isInstanceOf(Event.Opened.class);
        assertThat(events.getLast()).isEqualTo(new Event.Closed("client-left", null));
        assertThat(events.get(1000)).isEqualTo(asked(1000));
    }

    @ParameterizedTest
    @EnumSource
    void manyRecordingsGrowAtOnce(Mode mode) throws Exception {
        int sessions = 16;
        int commits = 200;
        ExecutorService[] homes = new ExecutorService[4];
        for (int i = 0; i < homes.length; i++) {
            homes[i] = Executors.newSingleThreadExecutor();
        }
        CountDownLatch done = new CountDownLatch(sessions);
        try (FileJournal journal = journal(mode)) {
            for (int i = 0; i < sessions; i++) {
                ExecutorService itsHome = homes[i % homes.length];
                itsHome.execute(() -> oneAfterTheOther(open(journal, itsHome), commits, done));
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            for (ExecutorService each : homes) {
                each.shutdownNow();
            }
        }
        List<Path> files = recordings();
        assertThat(files).hasSize(sessions);
        for (Path file : files) {
            assertThat(verify(file))
                    .isInstanceOfSatisfying(
                            ChainVerdict.Sealed.class,
                            sealed -> assertThat(sealed.records()).isEqualTo(commits + 2));
        }
    }

    /// As a session does: the next statement only once the last one's receipt is there.
    private static void oneAfterTheOther(Recording recording, int left, CountDownLatch done) {
        if (left == 0) {
            recording.close(new Event.Closed("done", null));
            done.countDown();
            return;
        }
        recording.append(asked(left));
        Thread here = Thread.currentThread();
        AtomicInteger depth = new AtomicInteger();
        recording.commit(() -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            depth.incrementAndGet();
            oneAfterTheOther(recording, left - 1, done);
        });
    }

    @Test
    void callerWritesBeforeCommitReturns() throws Exception {
        try (FileJournal journal = journal(Mode.CALLER_WRITTEN)) {
            Recording recording = open(journal, Runnable::run);
            recording.append(asked(1));
            AtomicInteger receipts = new AtomicInteger();
            recording.commit(receipts::incrementAndGet);
            assertThat(receipts).hasValue(1);
            assertThat(recording.behindBytes()).isZero();
            assertThat(events()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void growingRecordingIsSignedWithinASecond(Mode mode) throws Exception {
        try (FileJournal journal = journal(mode)) {
            onHome(() -> open(journal, home).commit());
            await().until(() ->
                    verify() instanceof ChainVerdict.Unsealed unsealed
                            && unsealed.signedRecords() == 1);
        }
        assertThat(verify()).isInstanceOf(ChainVerdict.Sealed.class);
        assertThat(events().getLast()).isEqualTo(new Event.Closed("shutdown", null));
    }

    @Test
    void largeResultsMakeSegmentsOfTheirOwn() throws Exception {
        byte[] rows = new byte[100_000];
        try (FileJournal journal = journal(Mode.JOURNAL_WRITTEN)) {
            onHome(() -> {
                Recording recording = open(journal, home);
                for (int i = 0; i < 20; i++) {
                    recording.append(new Event.Rows(1, 10, ByteBuffer.wrap(rows)));
                }
                recording.close(new Event.Closed("done", null));
            });
        }
        assertThat(verify()).isInstanceOf(ChainVerdict.Sealed.class);
        assertThat(events()).hasSize(22);
    }

    @ParameterizedTest
    @EnumSource
    void keyframeComesEveryMebibyteOrSoAndBeginsItsSegment(Mode mode) throws Exception {
        byte[] rows = new byte[10_000];
        try (FileJournal journal = journal(mode)) {
            onHome(() -> {
                Recording recording = open(journal, home);
                recording.keyframes(statements ->
                        new Event.SqlKeyframe("open", statements, Map.of("search_path", "a")));
                for (int i = 1; i <= 500; i++) {
                    recording.append(asked(i));
                    recording.append(new Event.Rows(i, 1, ByteBuffer.wrap(rows)));
                    recording.commit();
                }
                recording.close(new Event.Closed("done", null));
            });
        }
        assertThat(verify()).isInstanceOf(ChainVerdict.Sealed.class);
        List<Event> events = events();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.SqlKeyframe keyframe) {
                assertThat(events.get(i + 1)).isEqualTo(asked(keyframe.statements() + 1));
                places.add(keyframe.statements());
            }
        }
        assertThat(places).hasSize(4);
        assertThat(places.getFirst()).isBetween(100, 106);
    }

    @ParameterizedTest
    @EnumSource
    void behindBytesFallBackToNothing(Mode mode) throws Exception {
        try (FileJournal journal = journal(mode)) {
            AtomicReference<Recording> recording = new AtomicReference<>();
            onHome(() -> {
                recording.set(open(journal, home));
                recording.get().append(asked(1));
                assertThat(recording.get().behindBytes()).isPositive();
                recording.get().commit();
            });
            await().until(() -> recording.get().behindBytes() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failingDiskAtEveryOperationLosesNoReceiptedRecord(Mode mode) throws Exception {
        for (Afterwards afterwards : Afterwards.values()) {
            for (int operations = 0; operations < 12; operations++) {
                failsAfter(mode, operations, afterwards);
            }
        }
    }

    private void failsAfter(Mode mode, int operations, Afterwards afterwards) throws Exception {
        String what = mode + ", failing after " + operations + " operations, " + afterwards;
        FailingDisk failing = new FailingDisk();
        AtomicInteger receipted = new AtomicInteger();
        List<Throwable> failures = new ArrayList<>();
        AtomicInteger receiptsAfterFailure = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        SessionId id = SessionId.at(System.currentTimeMillis());
        try (FileJournal journal = journal(mode, failing)) {
            failing.failAfter(operations, afterwards);
            onHome(() -> {
                Recording recording =
                        journal.open(
                                id,
                                opened(),
                                home,
                                why -> {
                                    failures.add(why);
                                    failed.countDown();
                                });
                next(recording, receipted, failures, receiptsAfterFailure);
            });
            assertThat(failed.await(20, TimeUnit.SECONDS)).as(what).isTrue();
            assertThat(journal.isWriting()).as(what).isFalse();
            assertThatThrownBy(() -> open(journal, home))
                    .as(what)
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessageContaining("No space left");
        }
        onHome(() -> {
            assertThat(failures).as(what).hasSize(1);
            assertThat(receiptsAfterFailure).as(what).hasValue(0);
        });
        Path file = folder.resolve("recordings").resolve(id + ".sprec");
        if (afterwards == Afterwards.STAYS_BROKEN || !Files.exists(file)) {
            journal(mode, new FailingDisk()).close();
        }
        if (Files.exists(file)) {
            assertThat(verify(file)).as(what).isInstanceOf(ChainVerdict.Sealed.class);
            assertThat(events(file).stream().filter(Event.Asked.class::isInstance).count())
                    .as(what)
                    .isGreaterThanOrEqualTo(receipted.get());
        } else {
            assertThat(receipted).as(what).hasValue(0);
        }
    }

    private static void next(
            Recording recording,
            AtomicInteger receipted,
            List<Throwable> failures,
            AtomicInteger tooLate) {
        recording.append(asked(receipted.get() + 1));
        recording.commit(() -> {
            if (!failures.isEmpty()) {
                tooLate.incrementAndGet();
            }
            if (receipted.incrementAndGet() < 100) {
                next(recording, receipted, failures, tooLate);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void fullDiskSealsAllOpenRecordingsFromTheReserve(Mode mode) throws Exception {
        CountDownLatch receipted = new CountDownLatch(3);
        CountDownLatch failed = new CountDownLatch(3);
        try (FileJournal journal = journal(mode)) {
            List<Recording> open = new ArrayList<>();
            onHome(() -> {
                for (int i = 0; i < 3; i++) {
                    Recording recording =
                            journal.open(
                                    SessionId.at(i), opened(), home, why -> failed.countDown());
                    recording.commit(receipted::countDown);
                    open.add(recording);
                }
            });
            assertThat(receipted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("recordings/.reserve")).hasSize(Reserve.BYTES);
            disk.failAfter(0, Afterwards.WORKS_AGAIN);
            onHome(() -> {
                open.getFirst().append(asked(1));
                open.getFirst()
                        .commit(() -> {
                            throw new AssertionError("a receipt for what was not written");
                        });
            });
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(folder.resolve("recordings/.reserve")).doesNotExist();
        for (Path file : recordings()) {
            assertThat(verify(file))
                    .isInstanceOfSatisfying(
                            ChainVerdict.Sealed.class,
                            sealed ->
                                    assertThat(sealed.reason())
                                            .isEqualTo(SealReason.JOURNAL_FAILED));
            assertThat(events(file).getLast()).isInstanceOf(Event.Noted.class);
        }
    }

    @Test
    void callerMayNotForce() {
        assertThatThrownBy(() -> new FileJournal(folder, Durability.FORCED, Writer.CALLER, keys))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoGatewaysDoNotShareAFolder() throws Exception {
        try (FileJournal journal = journal(Mode.JOURNAL_WRITTEN)) {
            assertThat(journal.isWriting()).isTrue();
            assertThatThrownBy(() -> journal(Mode.JOURNAL_WRITTEN))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another gateway");
        }
    }

    @Test
    void onlyTheOwnerReadsRecordings() throws Exception {
        try (FileJournal journal = journal(Mode.CALLER_WRITTEN)) {
            open(journal, Runnable::run).commit();
        }
        assertThat(Files.getPosixFilePermissions(recordings().getFirst()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("recordings")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    private FileJournal journal(Mode mode) throws IOException {
        return journal(mode, disk);
    }

    private FileJournal journal(Mode mode, Disk on) throws IOException {
        return new FileJournal(
                folder.resolve("recordings"),
                mode.durability,
                mode.writer,
                keys,
                on,
                InstantSource.system(),
                System::nanoTime);
    }

    private static Recording open(FileJournal journal, Executor home) {
        return journal.open(
                SessionId.at(System.currentTimeMillis()),
                opened(),
                home,
                why -> {
                    throw new AssertionError("failed", why);
                });
    }

    private static Event.Opened opened() {
        return new Event.Opened("session", Map.of("target", "orders-prod"));
    }

    private static Event.Asked asked(int number) {
        return new Event.Asked(number, "SELECT " + number, List.of(), "", "read");
    }

    private void onHome(Runnable work) throws Exception {
        home.submit(work).get(60, TimeUnit.SECONDS);
    }

    private List<Path> recordings() throws IOException {
        try (var files = Files.list(folder.resolve("recordings"))) {
            return files.filter(file -> file.toString().endsWith(".sprec")).toList();
        }
    }

    private ChainVerdict verify() throws IOException {
        return verify(recordings().getFirst());
    }

    private ChainVerdict verify(Path file) throws IOException {
        return new RecordingVerifier(Set.of(keys.signing().verifyKey())).verify(file);
    }

    private List<Event> events() throws IOException {
        return events(recordings().getFirst());
    }

    private List<Event> events(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (RecordingReader reader =
                RecordingReader.open(
                        file, Set.of(keys.signing().verifyKey()), List.of(keys.reading()))) {
            for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                events.add(((Entry.Known) entry.get().content()).event());
            }
        }
        return events;
    }
}
