package dev.sallyport.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.DayLog;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.FolderVerdict;
import dev.sallyport.model.recording.FolderVerifier;
import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is missing, added or exchanged among recordings shows.
class DayLogTest {
    private static final long NOON = Instant.parse("2026-01-02T12:00:00Z").toEpochMilli();
    private static final Path SCRIPT = Path.of("..", "docs", "verify-recording.py");

    @TempDir Path temporary;

    private final GatewayKeys keys = GatewayKeys.temporary();
    private final AtomicLong now = new AtomicLong(NOON);
    private int sessions;

    @Test
    void eachRunsLogNamesTheOneBefore() throws Exception {
        run(2);
        run(1);
        List<DayLog> logs = logs();
        assertThat(logs).hasSize(2);
        assertThat(logs.getFirst().previous()).isNull();
        assertThat(logs.getFirst().name()).startsWith("2026-01-02.");
        assertThat(logs.getLast().previous().name()).isEqualTo(logs.getFirst().name());
        assertThat(logs.getFirst().entries()).hasSize(4);
        assertThat(logs.getFirst().entries().stream().filter(DayEntry.Sealed.class::isInstance))
                .hasSize(2);
        assertVerdict(0);
    }

    @Test
    void missingRecordingShows() throws Exception {
        run(2);
        Files.delete(recordings().getFirst());
        assertVerdict(1, FolderVerdict.Kind.MISSING);
    }

    @Test
    void missingDayLogShowsUnlessItIsTheLast() throws Exception {
        run(1);
        run(1);
        run(1);
        Path last = logs().getLast().file();
        Files.delete(logs().get(1).file());
        assertVerdict(1, FolderVerdict.Kind.UNKNOWN, FolderVerdict.Kind.MISSING);
        // The newest log with all it tells of leaves no trace here: its chain's last value must be
        // kept elsewhere.
        Files.delete(last);
        Files.delete(recordings().getLast());
        Files.delete(recordings().getLast());
        assertVerdict(0);
    }

    @Test
    void recordingThatNoLogKnowsShows() throws Exception {
        run(1);
        Path elsewhere = temporary.resolve("elsewhere");
        run(elsewhere, 1);
        Path foreign = files(elsewhere, ".sprec").getFirst();
        Files.copy(foreign, folder().resolve(String.valueOf(foreign.getFileName())));
        assertVerdict(1, FolderVerdict.Kind.UNKNOWN);
    }

    @Test
    void copyUnderAnotherNameShows() throws Exception {
        run(1);
        Path file = recordings().getFirst();
        Files.copy(file, folder().resolve(SessionId.at(now.get()) + ".sprec"));
        assertVerdict(1, FolderVerdict.Kind.UNKNOWN);
    }

    @Test
    void cutOffEndShows() throws Exception {
        run(1);
        Path file = recordings().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertVerdict(1, FolderVerdict.Kind.CUT_SHORT);
    }

    @Test
    void recordingOfTheSameIdMadeAnewShows() throws Exception {
        SessionId id = SessionId.at(NOON);
        run(folder(), id);
        Path elsewhere = temporary.resolve("elsewhere");
        run(elsewhere, id);
        Files.copy(
                elsewhere.resolve(id + ".sprec"),
                folder().resolve(id + ".sprec"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertVerdict(1, FolderVerdict.Kind.DIFFERS);
    }

    @Test
    void crashIsRecoveredFromAndAllIsThereAgain() throws Exception {
        Path elsewhere = temporary.resolve("crashed");
        try (FileJournal journal = journal(folder())) {
            Recording recording = open(journal, SessionId.at(NOON));
            recording.commit();
            await().until(() -> logs().getLast().entries().size() == 1);
            copy(folder(), elsewhere);
            recording.close(new Event.Closed("done", null));
        }
        assertThat(new FolderVerifier(Set.of()).verify(elsewhere).status()).isEqualTo(3);
        journal(elsewhere).close();
        FolderVerdict verdict = new FolderVerifier(trusted()).verify(elsewhere);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.status()).isZero();
        List<DayLog> logs = logs(elsewhere);
        assertThat(logs).hasSize(2);
        assertThat(logs.getLast().entries())
                .singleElement()
                .isInstanceOfSatisfying(
                        DayEntry.Sealed.class,
                        sealed -> assertThat(sealed.reason().word()).isEqualTo("recovered"));
    }

    @Test
    void newDayHasALogOfItsOwn() throws Exception {
        try (FileJournal journal = journal(folder())) {
            Recording before = open(journal, SessionId.at(now.get()));
            before.commit();
            await().until(() -> logs().getLast().entries().size() == 1);
            now.addAndGet(TimeUnit.DAYS.toMillis(1));
            before.close(new Event.Closed("done", null));
            await().until(() -> logs().size() == 2 && !logs().getLast().entries().isEmpty());
        }
        assertThat(logs().getLast().name()).startsWith("2026-01-03.");
        assertVerdict(0);
    }

    @Test
    void clockThatGoesBackDoesNotMixThemUp() throws Exception {
        run(1);
        now.addAndGet(-TimeUnit.DAYS.toMillis(3));
        run(1);
        assertVerdict(0);
    }

    @Test
    void changedSigningKeyIsVouchedForByTheOldOne() throws Exception {
        Path state = temporary.resolve("state");
        GatewayKeys first = load(state);
        runWith(first);
        SigningKeyRotation.prepare(state);
        runWith(load(state));
        runWith(load(state));
        List<VerifyKey> published =
                VerifyKey.allOfPem(Files.readString(state.resolve(SigningKey.PUBLIC_FILE)));
        assertThat(published).hasSize(2);
        assertThat(published.getLast()).isEqualTo(first.signing().verifyKey());
        assertThat(load(state).signing().verifyKey()).isEqualTo(published.getFirst());
        assertThat(load(state).rotation()).isEmpty();
        assertThat(new FolderVerifier(Set.copyOf(published)).verify(folder()).status()).isZero();
        // Who knows the first key only believes the next one, as the first says so.
        FolderVerdict verdict =
                new FolderVerifier(Set.of(first.signing().verifyKey())).verify(folder());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.status()).isZero();
        assertThat(
                        new FolderVerifier(Set.of(SigningKey.temporary().verifyKey()))
                                .verify(folder())
                                .status())
                .isEqualTo(1);
    }

    @Test
    void oldSigningKeyIsReplacedByItself() throws Exception {
        Path state = temporary.resolve("state");
        runWith(load(state));
        Instant inAYear = Instant.now().plus(java.time.Duration.ofDays(365));
        Optional<java.time.Duration> ageMax = Optional.of(java.time.Duration.ofDays(90));
        assertThat(GatewayKeys.loadOrCreate(state, List.of(), ageMax, Instant.now()).rotation())
                .isEmpty();
        assertThat(GatewayKeys.loadOrCreate(state, List.of(), ageMax, inAYear).rotation())
                .isPresent();
    }

    /// Runs both verifiers; findings in any order.
    private void assertVerdict(int status, FolderVerdict.Kind... kinds) throws Exception {
        FolderVerdict verdict = new FolderVerifier(trusted()).verify(folder());
        assertThat(verdict.status()).as(verdict.findings().toString()).isEqualTo(status);
        assertThat(verdict.findings().stream().map(FolderVerdict.Finding::kind).distinct())
                .containsExactlyInAnyOrder(kinds);
        if (hasPython()) {
            Path key =
                    Files.writeString(
                            temporary.resolve("signing.pub"), keys.signing().verifyKey().pem());
            Process python =
                    new ProcessBuilder(
                                    "python3",
                                    SCRIPT.toString(),
                                    "--trust",
                                    key.toString(),
                                    "--folder",
                                    folder().toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(python.getInputStream().readAllBytes());
            assertThat(python.waitFor()).as(said).isEqualTo(status);
            for (FolderVerdict.Kind kind : kinds) {
                assertThat(said).contains(kind.word() + ": ");
            }
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Set<VerifyKey> trusted() {
        return Set.of(keys.signing().verifyKey());
    }

    private Path folder() {
        return temporary.resolve("recordings");
    }

    private void run(int recordings) throws IOException {
        run(folder(), recordings);
    }

    private void run(Path folder, int recordings) throws IOException {
        SessionId[] ids = new SessionId[recordings];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = SessionId.at(NOON + sessions++);
        }
        run(folder, ids);
    }

    private void run(Path folder, SessionId... ids) throws IOException {
        try (FileJournal journal = journal(folder)) {
            for (SessionId id : ids) {
                Recording recording = open(journal, id);
                recording.commit();
                recording.close(new Event.Closed("done", null));
            }
        }
    }

    private void runWith(GatewayKeys with) throws IOException {
        try (FileJournal journal =
                new FileJournal(
                        folder(),
                        Durability.WRITTEN,
                        Writer.CALLER,
                        with,
                        new FileDisk(),
                        () -> Instant.ofEpochMilli(now.get()),
                        System::nanoTime)) {
            open(journal, SessionId.at(NOON + sessions++)).close(new Event.Closed("done", null));
        }
    }

    private static GatewayKeys load(Path state) throws IOException {
        return GatewayKeys.loadOrCreate(state, List.of(), Optional.empty(), Instant.now());
    }

    private FileJournal journal(Path folder) throws IOException {
        LongSupplier nanos = System::nanoTime;
        return new FileJournal(
                folder,
                Durability.WRITTEN,
                Writer.CALLER,
                keys,
                new FileDisk(),
                () -> Instant.ofEpochMilli(now.get()),
                nanos);
    }

    private static Recording open(FileJournal journal, SessionId id) {
        return journal.open(
                id,
                new Event.Opened("session", Map.of("target", "orders-prod")),
                Runnable::run,
                why -> {
                    throw new AssertionError("failed", why);
                });
    }

    private List<DayLog> logs() throws IOException {
        return logs(folder());
    }

    private static List<DayLog> logs(Path folder) throws IOException {
        List<DayLog> logs = new ArrayList<>();
        for (Path file : files(folder, ".spday")) {
            logs.add(DayLog.read(file, Set.of()));
        }
        return logs;
    }

    private List<Path> recordings() throws IOException {
        return files(folder(), ".sprec");
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String suffix : List.of(".sprec", ".spday")) {
            for (Path file : files(from, suffix)) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
    }
}
