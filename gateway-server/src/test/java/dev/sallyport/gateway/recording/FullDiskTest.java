package dev.sallyport.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.FolderVerdict;
import dev.sallyport.model.recording.FolderVerifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A disk that is really full. Needs one: a folder on a file system of 8 MiB or so, which it fills.
///
/// `mount -t tmpfs -o size=8m none DIR`, and `-Dsallyport.smallDisk=DIR`.
@EnabledIfSystemProperty(
        named = "sallyport.smallDisk",
        matches = ".+",
        disabledReason = "no small file system is given")
class FullDiskTest {
    @Test
    void nothingIsReceiptedThatIsNotThereAndAllIsSealedFromTheReserve() throws Exception {
        Path folder =
                Files.createTempDirectory(Path.of(System.getProperty("sallyport.smallDisk")), "r");
        GatewayKeys keys = GatewayKeys.temporary();
        AtomicInteger receipted = new AtomicInteger();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        try (FileJournal journal =
                new FileJournal(folder, Durability.WRITTEN, Writer.CALLER, keys)) {
            Recording recording =
                    journal.open(
                            SessionId.at(0),
                            new Event.Opened("session", Map.of()),
                            Runnable::run,
                            failed::set);
            byte[] rows = new byte[50_000];
            new Random(1).nextBytes(rows);
            for (int i = 1; i < 1000 && journal.isWriting(); i++) {
                recording.append(new Event.Asked(i, "SELECT " + i, List.of(), "", ""));
                recording.append(new Event.Rows(i, 1, ByteBuffer.wrap(rows)));
                recording.commit(receipted::incrementAndGet);
            }
            await().until(() -> failed.get() != null);
            assertThat(failed.get()).hasMessageContaining("space");
            assertThat(receipted).hasPositiveValue();
            assertThatThrownBy(() ->
                            journal.open(
                                    SessionId.at(1),
                                    new Event.Opened("session", Map.of()),
                                    Runnable::run,
                                    why -> {}))
                    .isInstanceOf(JournalFailedException.class);
        }
        FolderVerdict verdict =
                new FolderVerifier(Set.of(keys.signing().verifyKey())).verify(folder);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.status()).isZero();
        assertThat(verdict.files().toString()).contains("JOURNAL_FAILED");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
