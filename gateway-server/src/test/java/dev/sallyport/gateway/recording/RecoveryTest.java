package dev.sallyport.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecordingReader;
import dev.sallyport.model.recording.RecordingVerifier;
import dev.sallyport.model.recording.SealReason;
import dev.sallyport.model.recording.VerifyKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After a crash at any byte, the next start gives a sealed recording with every record that was whole.
class RecoveryTest {
    @TempDir Path temporary;

    private final GatewayKeys keys = GatewayKeys.temporary();
    private final VerifyKey key = keys.signing().verifyKey();
    private Path folder;
    private Path file;
    private byte[] whole;

    /// A recording of three commits, as it stood before it was closed.
    @BeforeEach
    void record() throws IOException {
        folder = temporary.resolve("recordings");
        SessionId id = SessionId.at(0);
        file = folder.resolve(id + ".sprec");
        try (FileJournal journal = journal()) {
            Recording recording =
                    journal.open(
                            id,
                            new Event.Opened("session", Map.of("target", "a")),
                            Runnable::run,
                            why -> {});
            for (int i = 1; i <= 3; i++) {
                recording.append(new Event.Asked(i, "SELECT " + i, List.of(), "", ""));
                recording.commit();
            }
            whole = Files.readAllBytes(file);
        }
    }

    @Test
    void cutAtEveryByteIsSealedWithWhatWasWhole() throws Exception {
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            ChainVerdict before = new RecordingVerifier(Set.of()).verify(file);
            journal().close();
            if (before instanceof ChainVerdict.Unsealed unsealed) {
                assertRecovered(unsealed.records(), "cut to " + length);
                byte[] after = Files.readAllBytes(file);
                assertThat(Arrays.copyOf(after, (int) unsealed.bytes()))
                        .isEqualTo(Arrays.copyOf(whole, (int) unsealed.bytes()));
                assertKept(Arrays.copyOfRange(whole, (int) unsealed.bytes(), length));
            } else {
                assertThat(file).doesNotExist();
                assertKept(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void tornWriteIsKeptAsideAndCutOff() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, torn.length - 1 - random.nextInt(80), torn.length, (byte) 0);
            Files.write(file, torn);
            journal().close();
            assertRecovered(3, "new Random(" + seed + "L), round " + i);
        }
    }

    @Test
    void recoveringTwiceChangesNothing() throws Exception {
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        journal().close();
        byte[] once = Files.readAllBytes(file);
        journal().close();
        assertThat(file).hasBinaryContent(once);
    }

    @Test
    void crashWithinRecoveryIsRecoveredFrom() throws Exception {
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        journal().close();
        byte[] once = Files.readAllBytes(file);
        long lastWhole = 3;
        for (int cut = 1; cut < 300; cut++) {
            Files.write(file, Arrays.copyOf(once, once.length - cut));
            journal().close();
            assertThat(new RecordingVerifier(Set.of(key)).verify(file))
                    .as("recovery cut by " + cut)
                    .isInstanceOfSatisfying(
                            ChainVerdict.Sealed.class,
                            sealed -> assertThat(sealed.records()).isGreaterThan(lastWhole));
        }
    }

    @Test
    void tamperedRecordingIsLeftAsItIs() throws Exception {
        Recording other;
        Path foreign = folder.resolve(SessionId.at(1) + ".sprec");
        try (FileJournal journal = journal()) {
            other =
                    journal.open(
                            SessionId.at(2),
                            new Event.Opened("session", Map.of("target", "b")),
                            Runnable::run,
                            why -> {});
            other.commit();
            Path growing = folder.resolve(other.id() + ".sprec");
            byte[] bytes = Files.readAllBytes(growing);
            // The header of one, the segments of the other: whole, but not of one chain.
            byte[] spliced = whole.clone();
            System.arraycopy(bytes, 0, spliced, 0, ByteBuffer.wrap(bytes).getInt(12));
            Files.write(foreign, spliced);
        }
        byte[] before = Files.readAllBytes(foreign);
        journal().close();
        assertThat(foreign).hasBinaryContent(before);
    }

    @Test
    void sealOfANewKeyIsVerifiedWithBothKeysTrusted() throws Exception {
        Files.write(file, whole);
        GatewayKeys newKeys = new GatewayKeys(SigningKey.temporary(), keys.reading(), List.of());
        new FileJournal(folder, Durability.WRITTEN, Writer.CALLER, newKeys).close();
        assertThat(new RecordingVerifier(Set.of(key, newKeys.signing().verifyKey())).verify(file))
                .isInstanceOf(ChainVerdict.Sealed.class);
        assertThat(new RecordingVerifier(Set.of(key)).verify(file))
                .isInstanceOf(ChainVerdict.Damaged.class);
    }

    private void assertRecovered(long records, String what) throws IOException {
        assertThat(new RecordingVerifier(Set.of(key)).verify(file))
                .as(what)
                .isInstanceOfSatisfying(
                        ChainVerdict.Sealed.class,
                        sealed -> {
                            assertThat(sealed.reason()).isEqualTo(SealReason.RECOVERED);
                            assertThat(sealed.records()).isEqualTo(records + 1);
                        });
        List<Event> events = new ArrayList<>();
        try (RecordingReader reader =
                RecordingReader.open(file, Set.of(), List.of(keys.reading()))) {
            for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                events.add(((Entry.Known) entry.get().content()).event());
            }
        }
        assertThat(events.getLast())
                .as(what)
                .isInstanceOfSatisfying(
                        Event.Noted.class,
                        noted -> {
                            assertThat(noted.what()).isEqualTo("recovered");
                            assertThat(noted.values())
                                    .containsEntry("records", Long.toString(records));
                        });
    }

    /// The torn end lies beside it; then removed, for the next round.
    private void assertKept(byte[] tail) throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> torn = files.filter(path -> path.toString().endsWith(".torn")).toList();
            if (tail.length == 0) {
                assertThat(torn).allSatisfy(path -> assertThat(path).isEmptyFile());
            } else {
                assertThat(torn)
                        .singleElement()
                        .satisfies(path -> assertThat(path).hasBinaryContent(tail));
            }
            for (Path path : torn) {
                Files.delete(path);
            }
        }
    }

    private FileJournal journal() throws IOException {
        return new FileJournal(folder, Durability.WRITTEN, Writer.CALLER, keys);
    }
}
