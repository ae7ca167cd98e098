package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No damaged recording is accepted, by this verifier or by `docs/verify-recording.py`, which say the same of it, and
/// none makes the reader fail.
///
/// `-Dsallyport.mutations=10000` for more than the suite has time for, `-Dsallyport.seed=…` to repeat a run.
class DamageTest {
    private static final int MUTATIONS = Integer.getInteger("sallyport.mutations", 400);
    private static final Path SCRIPT = Path.of("..", "docs", "verify-recording.py");

    /// Files in one call of the script.
    private static final int BATCH = 500;

    @TempDir Path folder;

    private final long seed = Long.getLong("sallyport.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Path keys;

    @BeforeEach
    void writeKeys() throws IOException {
        keys = Files.write(folder.resolve("signing-key.pub"), Golden.bytes("signing-key.pub"));
    }

    @Test
    void noneIsAcceptedAndBothVerifiersSayTheSame() throws Exception {
        boolean python = hasPython();
        byte[] good = Golden.bytes("session.sprec");
        Mutations mutations = new Mutations(random, good, Golden.bytes("plain.sprec"));
        Map<Path, ChainVerdict> verdicts = new LinkedHashMap<>();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bad = mutations.next();
            String what = "mutation " + i + " of -Dsallyport.seed=" + seed;
            Path file = Files.write(folder.resolve(i + ".sprec"), bad);
            ChainVerdict verdict = new RecordingVerifier(Set.of(Golden.signing())).verify(file);
            if (!Arrays.equals(bad, good)) {
                assertThat(verdict).as(what).isNotInstanceOf(ChainVerdict.Sealed.class);
            }
            read(file, what);
            verdicts.put(file, verdict);
            if (verdicts.size() == BATCH || i == MUTATIONS - 1) {
                if (python) {
                    assertPythonAgrees(verdicts, true);
                }
                for (Path done : verdicts.keySet()) {
                    Files.delete(done);
                }
                verdicts.clear();
            }
        }
        assumeThat(python)
                .as("python3 is not there: docs/verify-recording.py was not compared")
                .isTrue();
    }

    @Test
    void pythonVerifierAgreesOnEveryGoldenFileAndEveryLength() throws Exception {
        assumeThat(hasPython()).as("python3 is not there").isTrue();
        Map<Path, ChainVerdict> verdicts = new LinkedHashMap<>();
        for (String name : Golden.NAMES) {
            Path file = Files.write(folder.resolve(name), Golden.bytes(name));
            verdicts.put(file, new RecordingVerifier(Set.of(Golden.signing())).verify(file));
        }
        assertPythonAgrees(verdicts, true);
        byte[] good = Golden.bytes("session.sprec");
        verdicts.clear();
        for (int length = 0; length < good.length; length += 1 + random.nextInt(50)) {
            Path file = Files.write(folder.resolve(length + ".sprec"), Arrays.copyOf(good, length));
            verdicts.put(file, new RecordingVerifier(Set.of()).verify(file));
        }
        assertPythonAgrees(verdicts, false);
    }

    @Test
    void pythonVerifierRefusesAnotherKey() throws Exception {
        assumeThat(hasPython()).as("python3 is not there").isTrue();
        VerifyKey other = VerifyKey.of(Recordings.newPair().getPublic());
        Files.writeString(keys, other.pem());
        Path file = Files.write(folder.resolve("r.sprec"), Golden.bytes("session.sprec"));
        ChainVerdict verdict = new RecordingVerifier(Set.of(other)).verify(file);
        assertThat(verdict.json().get("damage").asText()).isEqualTo("wrong key");
        assertPythonAgrees(Map.of(file, verdict), true);
    }

    /// Everything but the wording, which is each program's own.
    private void assertPythonAgrees(Map<Path, ChainVerdict> verdicts, boolean trusting)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString(), "--json"));
        if (trusting) {
            command.addAll(List.of("--trust", keys.toString()));
        }
        verdicts.keySet().forEach(file -> command.add(file.toString()));
        File out = folder.resolve("python.jsonl").toFile();
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        int worst = 0;
        List<String> lines = Files.readAllLines(out.toPath());
        assertThat(lines).hasSize(verdicts.size());
        ObjectMapper json = new ObjectMapper();
        int line = 0;
        for (var entry : verdicts.entrySet()) {
            ObjectNode ours = entry.getValue().json();
            JsonNode theirs = json.readTree(lines.get(line++));
            worst = FolderVerdict.worse(worst, ours.get("status").asInt());
            ours.remove("why");
            ours.fieldNames()
                    .forEachRemaining(field ->
                            assertThat(String.valueOf(theirs.get(field)))
                                    .as(
                                            "%s of %s, -Dsallyport.seed=%s: %s and %s",
                                            field,
                                            entry.getKey().getFileName(),
                                            seed,
                                            entry.getValue(),
                                            theirs)
                                    .isEqualTo(String.valueOf(ours.get(field))));
            assertThat(theirs.size() - (theirs.has("why") ? 2 : 1)).isEqualTo(ours.size());
        }
        assertThat(process.exitValue()).isEqualTo(worst);
    }

    /// Reading ends with a verdict, whatever the file holds.
    private static void read(Path file, String what) throws IOException {
        try (RecordingReader reader =
                RecordingReader.open(file, Set.of(), List.of(Golden.gateway()))) {
            try {
                for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                    assertThat(next.get().sequence()).as(what).isPositive();
                }
                assertThat(reader.verdict()).as(what).isNotNull();
            } catch (LockedRecordingException e) {
                assertThat(e).as(what).hasMessageContaining("recording");
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
}
