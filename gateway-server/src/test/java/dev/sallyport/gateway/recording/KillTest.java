package dev.sallyport.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.FolderVerdict;
import dev.sallyport.model.recording.FolderVerifier;
import dev.sallyport.model.recording.RecordingReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that is killed at any moment loses no record that had a receipt.
///
/// `-Dsallyport.kills=1000` for more than the suite has time for, `-Dsallyport.seed=…` to repeat a run.
class KillTest {
    private static final int KILLS = Integer.getInteger("sallyport.kills", 10);

    private enum Mode {
        CALLER_WRITTEN("WRITTEN", "CALLER"),
        JOURNAL_WRITTEN("WRITTEN", "JOURNAL_THREAD"),
        JOURNAL_FORCED("FORCED", "JOURNAL_THREAD");

        private final String durability;
        private final String writer;

        Mode(String durability, String writer) {
            this.durability = durability;
            this.writer = writer;
        }
    }

    @TempDir Path temporary;

    private final long seed = Long.getLong("sallyport.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void noReceiptedRecordIsLost() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Mode mode = Mode.values()[kill % Mode.values().length];
            String what = mode + ", kill " + kill + " of -Dsallyport.seed=" + seed;
            Path folder = temporary.resolve("recordings" + kill);
            Map<String, Integer> receipts = kill(mode, folder);
            GatewayKeys keys = keys();
            new FileJournal(folder, Durability.WRITTEN, Writer.CALLER, keys).close();
            FolderVerdict verdict =
                    new FolderVerifier(Set.of(keys.signing().verifyKey())).verify(folder);
            assertThat(verdict.findings()).as(what).isEmpty();
            assertThat(verdict.status()).as(what).isZero();
            for (var receipt : receipts.entrySet()) {
                assertThat(lastAsked(folder.resolve(receipt.getKey() + ".sprec"), keys))
                        .as(what + ", " + receipt.getKey())
                        .isGreaterThanOrEqualTo(receipt.getValue());
            }
            delete(folder);
        }
    }

    /// Starts a writer, kills it after some receipts, or before the first.
    ///
    /// @return the last receipt of each recording
    private Map<String, Integer> kill(Mode mode, Path folder)
            throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                temporary.resolve("state").toString(),
                                folder.toString(),
                                mode.durability,
                                mode.writer,
                                Long.toString(random.nextLong()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Map<String, Integer> receipts = new HashMap<>();
        int after = 1 + random.nextInt(1 << random.nextInt(12));
        try (BufferedReader lines = writer.inputReader()) {
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                // The line that the kill cut off says nothing.
                if (words.length == 2 && words[0].length() == 26 && words[1].matches("[0-9]+")) {
                    receipts.merge(words[0], Integer.parseInt(words[1]), Math::max);
                }
                read++;
                if (read == after) {
                    // Not the process itself: that would close what it has printed as well.
                    writer.toHandle().destroyForcibly();
                }
            }
            assertThat(read).as("the writer ended by itself").isGreaterThanOrEqualTo(after);
        } finally {
            writer.destroyForcibly();
        }
        writer.waitFor();
        return receipts;
    }

    private GatewayKeys keys() throws IOException {
        return GatewayKeys.loadOrCreate(
                temporary.resolve("state"), List.of(), Optional.empty(), Instant.now());
    }

    private static int lastAsked(Path file, GatewayKeys keys) throws IOException {
        int last = 0;
        try (RecordingReader reader =
                RecordingReader.open(
                        file, Set.of(keys.signing().verifyKey()), List.of(keys.reading()))) {
            for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().content() instanceof Entry.Known known
                        && known.event() instanceof Event.Asked asked) {
                    assertThat(asked.statement()).isEqualTo(last + 1);
                    last = asked.statement();
                }
            }
            assertThat(reader.verdict()).isInstanceOf(ChainVerdict.Sealed.class);
        }
        return last;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
