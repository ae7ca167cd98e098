package dev.sallyport.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.ControlApi;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.Gateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import dev.sallyport.gateway.recording.BlockingDisk;
import dev.sallyport.gateway.recording.Disk;
import dev.sallyport.gateway.recording.Durability;
import dev.sallyport.gateway.recording.FailingDisk;
import dev.sallyport.gateway.recording.FailingDisk.Afterwards;
import dev.sallyport.gateway.recording.FileJournal;
import dev.sallyport.gateway.recording.Writer;
import dev.sallyport.model.recording.ChainVerdict;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No statement reaches the target before its record is receipted: wherever the journal fails, and while it is slow.
final class JournalFaultTest {
    private static final int ROWS_SIMPLE = 4;
    private static final int ROWS = 8;

    /// More than any run of the script takes.
    private static final long MANY = 1_000_000;

    /// How far results may run ahead of their receipts, and what was read already when the target is paused.
    private static final int WINDOW_BYTES = 256 << 10;

    private static final int READ_BYTES = 256 << 10;

    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open();
    }

    @AfterAll
    static void close() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @BeforeEach
    void clean() throws Exception {
        site.run("TRUNCATE rows");
    }

    /// A good run tells how many operations there are; then each of them fails in a run of its own.
    @ParameterizedTest
    @CsvSource({
        "WRITTEN, CALLER, STAYS_BROKEN",
        "WRITTEN, JOURNAL_THREAD, WORKS_AGAIN",
        "FORCED, JOURNAL_THREAD, STAYS_BROKEN"
    })
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void whereverTheJournalFailsNothingRunsUnrecorded(
            Durability durability, Writer writer, Afterwards afterwards) throws Exception {
        Run good = new Run(durability, writer);
        good.play(MANY, afterwards);
        assertThat(good.failed).isFalse();
        assertThat(good.rows).hasSize(ROWS);
        assertThat(good.operations).isGreaterThan(ROWS);

        int failures = 0;
        for (long n = 0; n < good.operations; n++) {
            Run run = new Run(durability, writer);
            try {
                run.play(n, afterwards);
                failures += run.failed ? 1 : 0;
            } catch (Exception | AssertionError e) {
                throw new AssertionError("where operation " + n + " of the journal fails", e);
            }
        }
        // A signature each second is written as well, or not: so the last ones may not be reached.
        assertThat(failures).isGreaterThanOrEqualTo((int) good.operations - 4);
    }

    /// One gateway, two clients and a disk.
    private static final class Run {
        private final Durability durability;
        private final Writer writer;
        private final FailingDisk disk = new FailingDisk();
        boolean failed;
        long operations;
        Set<String> rows = Set.of();

        Run(Durability durability, Writer writer) {
            this.durability = durability;
            this.writer = writer;
        }

        /// The journal's n-th operation from the moment when the script begins fails.
        void play(long n, Afterwards afterwards) throws Exception {
            site.run("TRUNCATE rows");
            RunningGateway gateway =
                    site.gateway(setup -> setup.environment(journal(disk, durability, writer)));
            try (gateway;
                    RawPostgres other = site.login(gateway)) {
                assertThat(Site.types(other.query("SELECT 'other'"))).isEqualTo("TDCZ");
                disk.failAfter(n, afterwards);
                Optional<Message> farewell = script(gateway);
                failed = disk.operationsLeft() < 0;
                operations = MANY - disk.operationsLeft();
                assertThat(failed || farewell.isEmpty()).isTrue();
                try (ControlApi control = new ControlApi(gateway.control())) {
                    int healthy = failed ? 503 : 200;
                    assertThat(control.get(site.token("job"), "/v1/health").status())
                            .isEqualTo(healthy);
                }
                if (failed) {
                    farewell.ifPresent(Run::assertFatal);
                    assertFatal(other.readToEnd().getLast());
                    assertThatThrownBy(() -> site.login(gateway))
                            .isInstanceOfSatisfying(
                                    RawPostgres.LoginRefused.class,
                                    refused -> assertFatal(refused.error()));
                }
                rows = rowsNow();
            }
            assertThat(rowsNow()).isEqualTo(rows);
            assertAllRecorded(gateway);
        }

        private static void assertFatal(Message error) {
            assertThat(error.type()).as(error.toString()).isEqualTo('E');
            assertThat(error.fields().get('S')).isEqualTo("FATAL");
            assertThat(error.sqlState()).isEqualTo("58030");
        }

        /// INSERTs of numbered rows, each in a transaction of its own.
        ///
        /// @return what the gateway said last, if it ended the session
        private static Optional<Message> script(RunningGateway gateway) throws IOException {
            try (RawPostgres client = site.login(gateway)) {
                for (int i = 1; i <= ROWS; i++) {
                    client.send(i <= ROWS_SIMPLE ? Frontend.query(insert(i)) : extended(i));
                    Message last = toReadyOrFatal(client);
                    if (last.type() == 'E') {
                        return Optional.of(last);
                    }
                }
                return Optional.empty();
            } catch (RawPostgres.LoginRefused e) {
                return Optional.of(e.error());
            }
        }

        private static Message toReadyOrFatal(RawPostgres client) throws IOException {
            Message last = null;
            try {
                do {
                    last = client.read();
                } while (last.type() != 'Z');
                return last;
            } catch (EOFException | SocketException e) {
                if (last == null || last.type() != 'E') {
                    throw new AssertionError("the session ended without a word; last: " + last, e);
                }
                return last;
            }
        }

        private static byte[] extended(int i) {
            return join(
                    Frontend.parse("", insert(i)),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());
        }

        private static Set<String> rowsNow() throws Exception {
            String rows = site.look("SELECT n FROM rows");
            return rows.isEmpty() ? Set.of() : Set.of(rows.split(","));
        }

        private void assertAllRecorded(RunningGateway gateway) throws IOException {
            Set<String> allowed = new HashSet<>();
            for (Recorded recorded : Recorded.sessions(gateway)) {
                assertThat(recorded.verdict()).isNotInstanceOf(ChainVerdict.Damaged.class);
                allowed.addAll(recorded.allowed());
            }
            for (String row : rows) {
                assertThat(allowed).contains(insert(Integer.parseInt(row)));
            }
        }
    }

    private static String insert(int i) {
        return "INSERT INTO rows VALUES (" + i + ")";
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void nothingReachesTheTargetWhileTheReceiptIsDue() throws Exception {
        BlockingDisk disk = new BlockingDisk();
        RunningGateway gateway =
                site.gateway(setup ->
                        setup.environment(journal(disk, Durability.FORCED, Writer.JOURNAL_THREAD)));
        try (gateway;
                RawPostgres client = site.login(gateway);
                disk) {
            client.query("SELECT 'before'");
            for (byte[] statement :
                    List.of(
                            Frontend.query(insert(1)),
                            Run.extended(2),
                            Frontend.query(insert(3)))) {
                String before = site.look("SELECT n FROM rows ORDER BY n");
                String queryBefore = lastQueryOfTheGateway();
                disk.block();
                client.send(statement);
                disk.awaitBlocked();

                assertThat(client.readWithin(Duration.ofMillis(150))).isEmpty();
                assertThat(site.look("SELECT n FROM rows ORDER BY n")).isEqualTo(before);
                assertThat(lastQueryOfTheGateway()).isEqualTo(queryBefore);

                disk.release();
                assertThat(client.readUntil('Z')).noneMatch(m -> m.type() == 'E');
                assertThat(site.look("SELECT n FROM rows ORDER BY n")).isNotEqualTo(before);
            }
        }
    }

    /// The statement waits for a lock at the target, so that the disk can be blocked between its receipt and its rows.
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void resultsRunAtMostOneWindowAheadOfTheirReceipts() throws Exception {
        int rows = 3_000;
        BlockingDisk disk = new BlockingDisk();
        RunningGateway gateway =
                site.gateway(setup ->
                        setup.limit("sessionsMax: 10")
                                .environment(
                                        journal(disk, Durability.FORCED, Writer.JOURNAL_THREAD)));
        try (gateway;
                Connection lock = site.server().connect(Site.DATABASE);
                Statement locking = lock.createStatement();
                RawPostgres client = site.login(gateway);
                disk) {
            locking.execute("SELECT pg_advisory_lock(7)");
            client.send(
                    Frontend.query(
                            "SELECT l.ok, repeat('x', 1000) FROM (SELECT pg_advisory_lock(7) IS NULL"
                                    + " AS ok OFFSET 0) l, generate_series(1, "
                                    + rows
                                    + ")"));
            await().until(() ->
                    site.look(
                                    "SELECT count(*) FROM pg_locks WHERE locktype ="
                                            + " 'advisory' AND NOT granted")
                            .equals("1"));
            disk.block();
            locking.execute("SELECT pg_advisory_unlock(7)");

            List<Message> ahead = new ArrayList<>();
            for (Optional<Message> next = client.readWithin(Duration.ofMillis(700));
                    next.isPresent();
                    next = client.readWithin(Duration.ofMillis(700))) {
                ahead.add(next.get());
            }
            long bytes = ahead.stream().mapToLong(m -> m.body().length + 5).sum();
            assertThat(bytes).isBetween(1L, (long) WINDOW_BYTES + READ_BYTES);

            disk.release();
            List<Message> rest = client.readUntil('Z');
            assertThat(
                            ahead.stream().filter(m -> m.type() == 'D').count()
                                    + rest.stream().filter(m -> m.type() == 'D').count())
                    .isEqualTo(rows);
        }
    }

    /// The text of what the gateway's connection runs, or ran last, as the server tells it.
    private static String lastQueryOfTheGateway() throws Exception {
        return site.look(
                "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type ="
                        + " 'client backend'");
    }

    private static Gateway.Environment journal(Disk disk, Durability durability, Writer writer) {
        return new Gateway.Environment(
                Clock.systemUTC(),
                (config, keys) ->
                        new FileJournal(
                                config.recordings().folder(),
                                durability,
                                writer,
                                keys,
                                disk,
                                InstantSource.system(),
                                System::nanoTime));
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        java.nio.ByteBuffer all = java.nio.ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
