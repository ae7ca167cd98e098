package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.recording.Durability;
import dev.sallyport.gateway.recording.FileJournal;
import dev.sallyport.gateway.recording.GatewayKeys;
import dev.sallyport.gateway.recording.Recording;
import dev.sallyport.gateway.recording.SigningKey;
import dev.sallyport.gateway.recording.Writer;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecipientKey;
import dev.sallyport.model.statement.Parameter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `recording verify` and `recording show` on recordings that the journal wrote.
class RecordingCommandTest {
    private static final String HOSTILE = "\u001b]0;owned\u0007\u202egnp\u009b31m";

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private GatewayKeys keys;
    private Path file;
    private byte[] growing;

    @BeforeEach
    void record() throws Exception {
        keys = GatewayKeys.loadOrCreate(folder, List.of(), Optional.empty(), Instant.now());
        SessionId id = SessionId.at(0);
        file = folder.resolve("recordings").resolve(id + ".sprec");
        try (FileJournal journal =
                new FileJournal(
                        folder.resolve("recordings"), Durability.WRITTEN, Writer.CALLER, keys)) {
            Recording recording =
                    journal.open(
                            id,
                            new Event.Opened(
                                    "session",
                                    Map.of(
                                            "protocol",
                                            "postgres",
                                            "identity.name",
                                            "alice",
                                            "target",
                                            "orders-prod")),
                            Runnable::run,
                            why -> {});
            recording.append(
                    new Event.Asked(
                            1,
                            "SELECT id, email\nFROM customers WHERE name = $1 -- " + HOSTILE,
                            List.of(new Parameter(false, "Bob".getBytes(StandardCharsets.UTF_8))),
                            "ab12",
                            "read customers"));
            recording.append(
                    new Event.Decided(
                            1, "approve", List.of("ask-dba"), "a dba must approve", "f00d"));
            recording.append(new Event.ApprovalAsked(1, "A-7Q2M9K", "dba", 1, 600_000));
            recording.append(
                    new Event.ApprovalAnswered(
                            1,
                            "A-7Q2M9K",
                            "approved",
                            "https://id.example.com",
                            "42",
                            "Carol",
                            "go on"));
            recording.append(new Event.Columns(1, List.of("id", "email"), List.of("", "redact")));
            recording.commit();
            recording.append(new Event.Rows(1, 2, rows(row("1", HOSTILE), row("2", null))));
            recording.append(new Event.Completed(1, "SELECT 2", 2, 2, 60, 1_500_000));
            recording.append(
                    new Event.Asked(2, "DROP TABLE customers", List.of(), "", "drop customers"));
            recording.append(
                    new Event.Decided(2, "deny", List.of("no-ddl"), "DROP is not allowed", "f00d"));
            recording.append(new Event.Failed(2, "42501", "refused by rule no-ddl"));
            recording.append(new Event.Asked(3, "COPY t TO STDOUT", List.of(), "", "copy-out t"));
            recording.append(
                    new Event.Rows(
                            3,
                            1,
                            ByteBuffer.wrap(
                                    "d\0\0\0\u0008a\tb\n".getBytes(StandardCharsets.ISO_8859_1))));
            recording.append(new Event.Completed(3, "COPY 1", 1, 1, 4, 10));
            recording.commit();
            growing = Files.readAllBytes(file);
            recording.close(new Event.Closed("client-left", null));
        }
    }

    @Test
    void verifyTellsSealedDamagedUnreadableAndGrowingApart() throws Exception {
        assertThat(run("verify", file.toString())).isZero();
        assertThat(out.toString())
                .contains("intact and sealed: 15 records")
                .contains("not checked");
        assertThat(
                        run(
                                "verify",
                                "--trust",
                                folder.resolve("signing-key.pub").toString(),
                                file.toString()))
                .isZero();
        assertThat(out.toString()).contains("signed by trusted key " + keys.signing().verifyKey());

        byte[] bytes = Files.readAllBytes(file);
        bytes[growing.length - 40] ^= 1;
        Path changed = Files.write(folder.resolve("changed.sprec"), bytes);
        assertThat(run("verify", file.toString(), changed.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("damaged at records 7 to 14")
                .contains("the 6 records before are intact");

        Path cut = Files.write(folder.resolve("cut.sprec"), growing);
        assertThat(run("verify", cut.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("intact up to record 14, but not sealed");

        assertThat(run("verify", folder.resolve("none.sprec").toString())).isEqualTo(2);
        assertThat(run("verify")).isEqualTo(2);
    }

    @Test
    void otherKeyIsNotTrusted() throws Exception {
        Path other =
                Files.writeString(
                        folder.resolve("other.pub"), SigningKey.temporary().verifyKey().pem());
        assertThat(run("verify", "--trust", other.toString(), file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("wrong key");
        assertThat(run("verify", "--trust", file.toString(), file.toString())).isEqualTo(2);
    }

    @Test
    void verifyForScriptsGivesOneObjectAFile() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[growing.length - 40] ^= 1;
        Path changed = Files.write(folder.resolve("changed.sprec"), bytes);
        assertThat(run("verify", "--json", file.toString(), changed.toString())).isEqualTo(1);
        List<String> lines = out.toString().lines().toList();
        JsonNode intact = new ObjectMapper().readTree(lines.getFirst());
        JsonNode damaged = new ObjectMapper().readTree(lines.getLast());
        assertThat(intact.get("state").asText()).isEqualTo("sealed");
        assertThat(intact.get("records").asInt()).isEqualTo(15);
        assertThat(damaged.get("damage").asText()).isEqualTo("altered");
        assertThat(damaged.get("firstRecord").asInt()).isEqualTo(7);
        assertThat(damaged.get("file").asText()).endsWith("changed.sprec");
    }

    @Test
    void verifyOfAFolderTellsWhatIsMissing() throws Exception {
        Path recordings = folder.resolve("recordings");
        String trust = folder.resolve("signing-key.pub").toString();
        assertThat(run("verify", "--trust", trust, "--folder", recordings.toString())).isZero();
        assertThat(out.toString()).contains("all recordings that the day logs know are there");
        Files.delete(file);
        assertThat(run("verify", "--trust", trust, "--folder", recordings.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("missing: ");
        assertThat(run("verify", "--json", "--folder", recordings.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("\"kind\":\"missing\"");
        assertThat(run("verify", "--folder", folder.resolve("none").toString())).isEqualTo(2);
    }

    @Test
    void auditorsKeyOpensWhatIsRecordedOnceTheGatewayKnowsIt() throws Exception {
        Path auditor = folder.resolve("auditor.pem");
        assertThat(run("key", "new", auditor.toString())).isZero();
        assertThat(Files.getPosixFilePermissions(auditor))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(run("key", "new", auditor.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is there already");

        assertThat(run("show", "--key", auditor.toString(), file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "is encrypted; it opens with the private half of X25519 key "
                                + keys.reading().recipient().idText())
                .contains("--key");
        assertThat(run("show", file.toString())).isEqualTo(2);

        RecipientKey known =
                RecipientKey.ofPem(Files.readString(folder.resolve("auditor.pem.pub")));
        SessionId id = SessionId.at(1);
        try (FileJournal journal =
                new FileJournal(
                        folder.resolve("recordings"),
                        Durability.WRITTEN,
                        Writer.CALLER,
                        new GatewayKeys(keys.signing(), keys.reading(), List.of(known)))) {
            journal.open(
                            id,
                            new Event.Opened("session", Map.of("target", "for-the-auditor")),
                            Runnable::run,
                            why -> {})
                    .close(new Event.Closed("done", null));
        }
        String later = folder.resolve("recordings").resolve(id + ".sprec").toString();
        assertThat(run("show", "--key", auditor.toString(), later)).isZero();
        assertThat(out.toString()).contains("for-the-auditor");
        assertThat(run("show", "--key", readingKey(), later)).isZero();
    }

    @Test
    void rotationNeedsAKeyThatIsThere() throws Exception {
        assertThat(run("key", "rotate", "--state", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("was started before");
        assertThat(run("key", "rotate", "--state", folder.toString())).isZero();
        assertThat(out.toString()).contains(" waits: restart the gateway");
        String first = out.toString();
        assertThat(run("key", "rotate", "--state", folder.toString())).isZero();
        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void showPutsEachStatementInOneBlock() {
        assertThat(run("show", "--key", readingKey(), file.toString())).isZero();
        String shown = out.toString();
        assertThat(shown)
                .containsSubsequence(
                        "opened: session",
                        "identity.name  alice",
                        "#1  ",
                        "  alice",
                        "SELECT id, email",
                        "FROM customers",
                        "$1        Bob",
                        "does      read customers",
                        "decided   approve by rule ask-dba: a dba must approve",
                        "approval  A-7Q2M9K asked of 1 person with role dba, for 10m 0s",
                        "approval  A-7Q2M9K approved by Carol (42 at https://id.example.com): go on",
                        "| id  email [redact]",
                        "| 2   NULL",
                        "done      SELECT 2: 2 rows, 60 bytes, 1.500 ms",
                        "#2  ",
                        "decided   deny by rule no-ddl",
                        "failed    42501 refused by rule no-ddl",
                        "#3  ",
                        "| a\\tb",
                        "done      COPY 1: 1 row",
                        "closed: client-left",
                        "intact and sealed");
        assertHarmless(shown);
    }

    @Test
    void showAsJsonGivesOneObjectARecordAndTheVerdict() throws Exception {
        assertThat(run("show", "--key", readingKey(), "--format", "jsonl", file.toString()))
                .isZero();
        assertHarmless(out.toString());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).hasSize(16);
        assertThat(lines.get(1).get("text").asText()).endsWith(HOSTILE);
        assertThat(lines.get(6).get("rows").toString()).contains("[\"2\",null]");
        assertThat(lines.get(12).get("rows").get(0).asText()).isEqualTo("a\tb\n");
        assertThat(lines.getLast().get("status").asInt()).isZero();
    }

    @Test
    void showOfADamagedRecordingStopsBeforeTheDamage() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[growing.length - 40] ^= 1;
        Path changed = Files.write(folder.resolve("changed.sprec"), bytes);
        assertThat(run("show", "--key", readingKey(), changed.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("SELECT id, email")
                .doesNotContain("DROP TABLE")
                .contains("damaged at records 7 to 14");
    }

    @Test
    void showWorksWhileTheRecordingGrows() throws Exception {
        for (int length : new int[] {growing.length, growing.length - 1, headerBytes()}) {
            Path cut = Files.write(folder.resolve("growing.sprec"), Arrays.copyOf(growing, length));
            assertThat(run("show", "--key", readingKey(), cut.toString())).isZero();
            assertThat(out.toString()).contains("not sealed");
        }
    }

    private int headerBytes() {
        return ByteBuffer.wrap(growing).getInt(12);
    }

    private String readingKey() {
        return folder.resolve(GatewayKeys.READING_FILE).toString();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = new CommandLine(new RecordingCommand());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private static void assertHarmless(String shown) {
        assertThat(
                        shown.codePoints()
                                .filter(c ->
                                        c != '\n' && (Character.isISOControl(c) || c == 0x202E)))
                .isEmpty();
    }

    private static ByteBuffer rows(byte[]... rows) {
        ByteBuffer all = ByteBuffer.allocate(1000);
        for (byte[] row : rows) {
            all.put(row);
        }
        return all.flip();
    }

    /// A DataRow message.
    private static byte[] row(String... values) {
        ByteBuffer body = ByteBuffer.allocate(500);
        body.putShort((short) values.length);
        for (String value : values) {
            byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
            body.putInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) {
                body.put(bytes);
            }
        }
        body.flip();
        ByteBuffer message = ByteBuffer.allocate(5 + body.remaining());
        message.put((byte) 'D').putInt(4 + body.remaining()).put(body);
        return message.array();
    }
}
