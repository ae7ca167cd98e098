package dev.sallyport.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.ControlApi;
import dev.sallyport.demo.Psql;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import dev.sallyport.model.recording.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A statement is held, refused or cancelled, and the connection is in the state that PostgreSQL itself would leave it
/// in.
final class HoldTest {
    private static final String ALTER = "ALTER TABLE held ADD COLUMN more int";
    private static final String DROP = "DROP TABLE held";
    private static final Pattern ID = Pattern.compile("held for approval as (\\S+)");
    private static final int HELD_BYTES_MAX = 4096;

    private static Site site;
    private static RunningGateway gateway;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open();
        gateway =
                site.gateway(
                        setup -> setup.limit("heldBytesMax: " + HELD_BYTES_MAX / 1024 + "KiB"));
    }

    @AfterAll
    static void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @BeforeEach
    void clean() throws Exception {
        site.run("TRUNCATE rows; ALTER TABLE held DROP COLUMN IF EXISTS more");
    }

    @Test
    void tellsWhoCanApproveAndGoesOnOnceApproved() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(ALTER));
            Message notice = client.read();

            assertThat(notice.type()).isEqualTo('N');
            assertThat(notice.fields().get('S')).isEqualTo("NOTICE");
            assertThat(notice.text())
                    .contains("ddl-needs-dba", "schema changes need the word of a dba");
            assertThat(notice.fields().get('H')).contains("dba", "5 min", "Ctrl-C");
            assertThat(hasColumn()).isFalse();

            assertThat(site.answer(gateway, id(notice), "yes", "").status()).isEqualTo(200);
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("CZ");
            assertThat(answer.getFirst().string(0)).isEqualTo("ALTER TABLE");
            assertThat(hasColumn()).isTrue();
        }
    }

    @Test
    void deniedSaysWhoAndWhy() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(ALTER));
            site.answer(gateway, id(client.read()), "no", "not on a Friday");
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("EZ");
            assertThat(answer.getFirst().sqlState()).isEqualTo("42501");
            assertThat(answer.getFirst().text()).contains("dba-on-call", "not on a Friday");
            assertThat(Site.state(answer)).isEqualTo('I');
            assertThat(hasColumn()).isFalse();
            assertWorks(client);
        }
    }

    @Test
    void nobodyAnswersInTime() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query("ALTER TABLE brief ADD COLUMN more int"));
            String id = id(client.read());
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("EZ");
            assertThat(answer.getFirst().sqlState()).isEqualTo("42501");
            assertThat(answer.getFirst().text()).contains(id, "dba", "in time");
            assertThat(status(id)).isEqualTo("expired");
            assertWorks(client);
        }
    }

    @Test
    void cancelWhileHeldWithdraws() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.query("BEGIN");
            client.query("INSERT INTO rows VALUES (1)");
            client.send(Frontend.query(ALTER));
            String id = id(client.read());
            cancel(client);
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("EZ");
            assertThat(answer.getFirst().sqlState()).isEqualTo("57014");
            assertThat(Site.state(answer)).isEqualTo('E');
            assertThat(status(id)).isEqualTo("withdrawn");
            assertThat(site.answer(gateway, id, "yes", "").status()).isGreaterThanOrEqualTo(400);

            assertThat(Site.state(client.query("ROLLBACK"))).isEqualTo('I');
            assertWorks(client);
            assertThat(hasColumn()).isFalse();
        }
    }

    /// psql hears of the notice, is interrupted as by Ctrl-C, and sends its CancelRequest.
    @Test
    void controlCInPsqlWithdraws() throws Exception {
        Psql psql = Psql.find().orElseThrow();
        Process process =
                psql.start(
                        gateway.postgres(),
                        Site.TARGET,
                        site.token("job"),
                        Site.DATABASE,
                        List.of("-c", ALTER));
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            String notice = errors.readLine();
            assertThat(notice).contains("held for approval as");
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
            List<String> said = errors.readAllLines();

            assertThat(String.join("\n", said))
                    .contains("57014", "canceling statement due to user request");
            assertThat(process.waitFor()).isNotZero();
            Matcher id = ID.matcher(notice);
            assertThat(id.find()).isTrue();
            assertThat(status(id.group(1))).isEqualTo("withdrawn");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void clientThatLeavesWithdraws() throws Exception {
        String text = ALTER + " /* left */";
        String id;
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(text));
            id = id(client.read());
        }

        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("withdrawn"));
        await().untilAsserted(() -> {
            Recorded recorded = Recorded.sessionThatAsked(text, gateway);
            assertThat(recorded.isSealed()).isTrue();
            assertThat(outcomes(recorded)).containsExactly("withdrawn");
            assertThat(recorded.closed().orElseThrow().reason()).isEqualTo("client-left");
        });
        assertThat(hasColumn()).isFalse();
    }

    @Test
    void killedWhileHeld() throws Exception {
        String text = ALTER + " /* killed */";
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(text));
            String id = id(client.read());
            ControlApi.Reply found = site.get(gateway, "/v1/approvals/" + id);
            String session = found.body().path("summary").path("session").asText();
            if (session.isEmpty()) {
                session = found.body().path("session").asText();
            }
            assertThat(site.delete(gateway, "/v1/sessions/" + session + "?reason=enough").status())
                    .isEqualTo(202);
            List<Message> last = client.readToEnd();

            assertThat(Site.types(last)).isEqualTo("E");
            assertThat(last.getFirst().sqlState()).isEqualTo("57P01");
            assertThat(last.getFirst().fields().get('S')).isEqualTo("FATAL");
            await().untilAsserted(() -> assertThat(status(id)).isEqualTo("withdrawn"));
        }
        await().untilAsserted(() -> {
            Recorded recorded = Recorded.sessionThatAsked(text, gateway);
            assertThat(recorded.isSealed()).isTrue();
            assertThat(
                            recorded.all(Event.Noted.class)
                                    .filter(n -> n.what().equals("killed"))
                                    .map(n -> n.values().get("reason")))
                    .containsExactly("enough");
            assertThat(outcomes(recorded)).containsExactly("withdrawn");
        });
        assertThat(hasColumn()).isFalse();
    }

    @Test
    void whatIsSentAheadIsAnsweredAfterwardsInOrder() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(
                    Frontend.query(ALTER),
                    Frontend.query("SELECT 1"),
                    Frontend.query("SELECT 2"),
                    Frontend.query("INSERT INTO rows VALUES (3)"));
            String id = id(client.read());
            assertThat(site.look("SELECT n FROM rows")).isEmpty();
            site.answer(gateway, id, "yes", "");

            assertThat(Site.types(client.readUntil('Z'))).isEqualTo("CZ");
            assertThat(value(client.readUntil('Z'))).isEqualTo("1");
            assertThat(value(client.readUntil('Z'))).isEqualTo("2");
            assertThat(Site.types(client.readUntil('Z'))).isEqualTo("CZ");
            assertThat(site.look("SELECT n FROM rows")).isEqualTo("3");
        }
    }

    @Test
    void moreThanTheBoundSentAheadIsPausedAndNotLost() throws Exception {
        int queries = 200;
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(ALTER));
            String id = id(client.read());
            String padding = " ".repeat(HELD_BYTES_MAX / 16);
            for (int i = 0; i < queries; i++) {
                client.send(Frontend.query("SELECT " + i + padding));
            }
            site.answer(gateway, id, "yes", "");

            assertThat(Site.types(client.readUntil('Z'))).isEqualTo("CZ");
            for (int i = 0; i < queries; i++) {
                assertThat(value(client.readUntil('Z'))).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void refusedInsideATransactionFailsIt() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.query("BEGIN");
            client.query("INSERT INTO rows VALUES (1)");
            List<Message> refused = client.query(DROP);

            assertThat(Site.types(refused)).isEqualTo("EZ");
            assertThat(refused.getFirst().sqlState()).isEqualTo("42501");
            assertThat(refused.getFirst().text()).contains("no-drop", "nothing is dropped here");
            assertThat(Site.state(refused)).isEqualTo('E');
            assertThat(client.query("SELECT 1").getFirst().sqlState()).isEqualTo("25P02");

            List<Message> commit = client.query("COMMIT");
            assertThat(commit.getFirst().string(0)).isEqualTo("ROLLBACK");
            assertThat(Site.state(commit)).isEqualTo('I');
            assertThat(site.look("SELECT n FROM rows")).isEmpty();
        }
    }

    @Test
    void refusedInAPipelineCommitsNothingOfIt() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(
                    statement("INSERT INTO rows VALUES (1)"),
                    statement(DROP),
                    statement("INSERT INTO rows VALUES (2)"),
                    Frontend.sync());
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.first('E', answer).sqlState()).isEqualTo("42501");
            assertThat(Site.state(answer)).isEqualTo('I');
            assertThat(site.look("SELECT n FROM rows")).isEmpty();
            assertWorks(client);
        }
    }

    /// The INSERT is answered before the refused statement comes, and is part of its implicit transaction still.
    @Test
    void refusedAfterFlushCommitsNothingBeforeIt() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(statement("INSERT INTO rows VALUES (1)"), Frontend.flush());
            assertThat(Site.types(client.readUntil('C'))).isEqualTo("12C");
            client.send(statement(DROP), Frontend.flush());
            assertThat(client.readUntil('E').getLast().sqlState()).isEqualTo("42501");
            client.send(statement("INSERT INTO rows VALUES (2)"), Frontend.sync());
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("Z");
            assertThat(Site.state(answer)).isEqualTo('I');
            assertThat(site.look("SELECT n FROM rows")).isEmpty();
            assertWorks(client);
        }
    }

    @Test
    void heldInAPipelineAndDeniedCommitsNothingOfIt() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(
                    statement("INSERT INTO rows VALUES (1)"), statement(ALTER), Frontend.sync());
            site.answer(gateway, id(client.read()), "no", "");
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("EZ");
            assertThat(answer.getFirst().sqlState()).isEqualTo("42501");
            assertThat(site.look("SELECT n FROM rows")).isEmpty();
        }
    }

    @Test
    void refusedStatementsLeaveEarlierOnesPrepared() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(
                    Frontend.parse("kept", "SELECT 'kept'"),
                    Frontend.parse("", "SELECT 'unnamed'"),
                    Frontend.sync());
            assertThat(Site.types(client.readUntil('Z'))).isEqualTo("11Z");

            client.send(Frontend.parse("bad", DROP), Frontend.sync());
            assertThat(Site.types(client.readUntil('Z'))).isEqualTo("EZ");
            client.send(Frontend.parse("kept2", DROP), Frontend.flush());
            assertThat(client.read().sqlState()).isEqualTo("42501");
            client.send(Frontend.sync());
            client.readUntil('Z');

            client.send(
                    Frontend.bind("", "kept"),
                    Frontend.execute("", 0),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            List<Message> rows = client.readUntil('Z');
            assertThat(Site.types(rows)).isEqualTo("2DC2DCZ");
            assertThat(rows.get(1).values()).containsExactly("kept");
            assertThat(rows.get(4).values()).containsExactly("unnamed");

            client.send(Frontend.bind("", "bad"), Frontend.execute("", 0), Frontend.sync());
            assertThat(client.readUntil('Z').getFirst().sqlState()).isEqualTo("26000");
        }
    }

    @Test
    void refusedUnnamedStatementIsNotRunByALaterBind() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(statement(DROP), Frontend.sync());
            assertThat(client.readUntil('Z').getFirst().sqlState()).isEqualTo("42501");
            client.send(Frontend.bind("", ""), Frontend.execute("", 0), Frontend.sync());
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("EZ");
            assertThat(site.look("SELECT count(*) FROM held")).isEqualTo("0");
        }
    }

    @Test
    void runningStatementIsCancelledByTheGatewaysKey() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query("SELECT pg_sleep(60) /* to be cancelled */"));
            await().until(() ->
                    !site.look(
                                    "SELECT pid FROM pg_stat_activity WHERE state ="
                                            + " 'active' AND query LIKE '%to be"
                                            + " cancelled%' AND pid <>"
                                            + " pg_backend_pid()")
                            .isEmpty());
            cancel(client);
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.first('E', answer).sqlState()).isEqualTo("57014");
            assertThat(Site.state(answer)).isEqualTo('I');
            assertWorks(client);
        }
    }

    @Test
    void theTargetsOwnKeyIsNeverShown() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            int shown = client.key().buffer().getInt();
            String pid = value(client.query("SELECT pg_backend_pid()"));

            assertThat(client.greeting()).filteredOn(m -> m.type() == 'K').hasSize(1);
            assertThat(String.valueOf(shown)).isNotEqualTo(pid);

            // The gateway's key opens nothing at the target itself.
            client.send(Frontend.query("SELECT pg_sleep(0.3), 'slept'"));
            try (RawPostgres direct = RawPostgres.open(site.server().port())) {
                direct.send(client.cancelRequest());
                direct.readToEnd();
            }
            assertThat(Site.types(client.readUntil('Z'))).isEqualTo("TDCZ");
        }
    }

    @Test
    void aWrongKeyCancelsNothing() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(ALTER));
            String id = id(client.read());
            byte[] wrong = Arrays.copyOfRange(client.key().body(), 4, client.key().body().length);
            wrong[0] ^= 1;
            try (RawPostgres other = RawPostgres.open(gateway.postgres())) {
                other.send(Frontend.cancelRequest(client.key().buffer().getInt(), wrong));
                assertThat(other.readToEnd()).isEmpty();
            }
            assertThat(status(id)).isEqualTo("open");
            cancel(client);
            assertThat(client.readUntil('Z').getFirst().sqlState()).isEqualTo("57014");
        }
    }

    private static byte[] statement(String sql) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(Frontend.parse("", sql));
        parts.add(Frontend.bind("", ""));
        parts.add(Frontend.execute("", 0));
        byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static String id(Message notice) {
        assertThat(notice.type()).as(notice.toString()).isEqualTo('N');
        Matcher id = ID.matcher(notice.text());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static String status(String id) {
        var body = site.get(gateway, "/v1/approvals/" + id).body();
        return body.path("summary").path("status").asText(body.path("status").asText());
    }

    private static List<String> outcomes(Recorded recorded) {
        return recorded.all(Event.ApprovalAnswered.class)
                .map(Event.ApprovalAnswered::outcome)
                .toList();
    }

    private static void cancel(RawPostgres client) throws IOException {
        try (RawPostgres other = RawPostgres.open(gateway.postgres())) {
            other.send(client.cancelRequest());
            assertThat(other.readToEnd()).isEmpty();
        }
    }

    private static boolean hasColumn() throws Exception {
        return site.look(
                        "SELECT 1 FROM information_schema.columns WHERE table_name = 'held' AND"
                                + " column_name = 'more'")
                .equals("1");
    }

    private static String value(List<Message> answer) {
        return Site.first('D', answer).values()[0];
    }

    private static void assertWorks(RawPostgres client) throws IOException {
        assertThat(value(client.query("SELECT 'works'"))).isEqualTo("works");
    }
}
