package dev.sallyport.gateway.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A program that records until it is killed, and says of each receipt, once it has it, on its standard output:
/// session and statement.
final class KilledWriter {
    private static final int SESSIONS = 3;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Random random;

    private KilledWriter(long seed) {
        this.random = new Random(seed);
    }

    /// @param arguments state folder, recordings' folder, durability, writer, seed
    public static void main(String[] arguments) throws Exception {
        GatewayKeys keys =
                GatewayKeys.loadOrCreate(
                        Path.of(arguments[0]), List.of(), Optional.empty(), Instant.now());
        FileJournal journal =
                new FileJournal(
                        Path.of(arguments[1]),
                        Durability.valueOf(arguments[2]),
                        Writer.valueOf(arguments[3]),
                        keys);
        new KilledWriter(Long.parseLong(arguments[4])).record(journal);
    }

    private void record(FileJournal journal) throws InterruptedException {
        ExecutorService home = Executors.newSingleThreadExecutor();
        for (int i = 0; i < SESSIONS; i++) {
            home.execute(() -> session(journal, home));
        }
        new CountDownLatch(1).await();
    }

    private void session(FileJournal journal, ExecutorService home) {
        SessionId id = SessionId.at(System.currentTimeMillis());
        Recording recording =
                journal.open(
                        id,
                        new Event.Opened("session", Map.of("target", "orders-prod")),
                        home,
                        why -> System.exit(1));
        next(journal, home, recording, 1);
    }

    private void next(FileJournal journal, ExecutorService home, Recording recording, int number) {
        recording.append(new Event.Asked(number, "SELECT " + number, List.of(), "", "read"));
        if (random.nextInt(20) == 0) {
            byte[] rows = new byte[random.nextInt(300_000)];
            random.nextBytes(rows);
            recording.append(new Event.Rows(number, 1, ByteBuffer.wrap(rows)));
        }
        recording.commit(() -> {
            say(recording.id() + " " + number + "\n");
            if (random.nextInt(200) == 0) {
                recording.close(new Event.Closed("done", null));
                home.execute(() -> session(journal, home));
            } else {
                home.execute(() -> next(journal, home, recording, number + 1));
            }
        });
    }

    private void say(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            System.exit(1);
        }
    }
}
