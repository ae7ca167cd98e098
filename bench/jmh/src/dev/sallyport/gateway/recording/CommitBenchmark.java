package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What it takes from a statement's record to its receipt, for one session that waits for each: the events are encoded,
/// chained and written, not forced.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CommitBenchmark {
    @Param({"CALLER", "JOURNAL_THREAD"})
    public Writer writer;

    private final LinkedBlockingQueue<Runnable> home = new LinkedBlockingQueue<>();
    private Path folder;
    private FileJournal journal;
    private Recording recording;
    private int statement;
    private boolean receipted;

    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory("sallyport-jmh");
        journal = new FileJournal(folder, Durability.WRITTEN, writer, GatewayKeys.temporary());
        recording =
                journal.open(
                        SessionId.at(System.currentTimeMillis()),
                        new Event.Opened("session", Map.of("session", "benchmark")),
                        home::add,
                        failure -> {
                            throw new IllegalStateException(failure);
                        });
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        recording.close(new Event.Closed("client-left", null));
        journal.close();
        home.clear();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public void commit() throws InterruptedException {
        statement++;
        recording.append(
                new Event.Asked(
                        statement,
                        "SELECT abalance FROM pgbench_accounts WHERE aid = 4711;",
                        List.of(),
                        "",
                        "read public.pgbench_accounts"));
        recording.append(new Event.Decided(statement, "allow", List.of("data"), "", "0123456789"));
        receipted = false;
        recording.commit(() -> receipted = true);
        while (!receipted) {
            home.take().run();
        }
    }
}
