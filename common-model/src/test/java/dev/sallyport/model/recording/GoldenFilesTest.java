package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Recordings of earlier days are read as they were.
class GoldenFilesTest {
    @SuppressWarnings("unused") // by name
    static final List<String> NAMES = Golden.NAMES;

    @TempDir Path folder;

    @ParameterizedTest
    @FieldSource("NAMES")
    void readsAsItAlwaysDid(String name) throws IOException {
        for (String file : List.of(name, "signing-key.pub", "gateway.pem")) {
            Files.write(folder.resolve(file), Golden.bytes(file));
        }
        assertThat(shown(folder, name)).isEqualTo(Golden.text(name + ".jsonl"));
    }

    @Test
    void opensWithTheAuditorsKeyAsWell() throws IOException {
        Path file = Files.write(folder.resolve("r.sprec"), Golden.bytes("session.sprec"));
        assertThat(lines(file, Golden.signing(), Golden.auditor()))
                .isEqualTo(lines(file, Golden.signing(), Golden.gateway()));
    }

    static String shown(Path folder, String name) throws IOException {
        return lines(
                folder.resolve(name),
                VerifyKey.ofPem(Files.readString(folder.resolve("signing-key.pub"))),
                ReadingKey.ofPem(Files.readString(folder.resolve("gateway.pem"))));
    }

    /// One line a record, and one for the verdict.
    private static String lines(Path file, VerifyKey trusted, ReadingKey key) throws IOException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        EntryJson entries = new EntryJson();
        try (RecordingReader reader = RecordingReader.open(file, Set.of(trusted), List.of(key))) {
            for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                lines.append(json.writeValueAsString(entries.of(next.get()))).append('\n');
            }
            lines.append(json.writeValueAsString(reader.verdict().json())).append('\n');
        }
        return lines.toString();
    }
}
