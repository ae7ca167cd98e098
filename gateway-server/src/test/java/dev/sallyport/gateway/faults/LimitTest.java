package dev.sallyport.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import dev.sallyport.model.recording.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of a policy on rows, bytes, time and sessions, kept at a real target, in whatever way the client asks.
class LimitTest {
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              few: {when: "claims.sub == 'few'"}
              short: {when: "claims.sub == 'short'"}
              quick: {when: "claims.sub == 'quick'"}
              single: {when: "claims.sub.startsWith('single')"}
              masked: {when: "claims.sub == 'masked'"}
              tight: {when: "claims.sub == 'tight'"}
            rules:
              - id: all
                who: ["*"]
                targets: ["*"]
                effects: ["*"]
                allow: true
              - id: tight
                who: [tight]
                targets: ["*"]
                effects: [read]
                allow: true
                limits: {rows: 3}
            masks:
              - {id: v, columns: ["*.*.v"], with: redact, except: [few, short, quick, single, tight]}
            limits:
              - {id: five, who: [few, tight, masked], targets: ["*"], rows: 5}
              - {id: little, who: [short], targets: ["*"], bytes: 4KiB}
              - {id: second, who: [quick], targets: ["*"], time: 1s}
              - {id: one, who: [single], targets: ["*"], sessions: 1}
            """;

    @TempDir private static Path folder;

    private static Issuer issuer;
    private static PostgresServer server;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        issuer = Issuer.start();
        server = PostgresServer.start(PostgresOptions.defaults());
        server.run(
                "postgres",
                "CREATE TABLE t AS SELECT n AS id, 'v' || n AS v FROM generate_series(1, 2000) n;"
                        + " CREATE TABLE done (what text)");
        gateway = RunningGateway.start(RunningGateway.Setup.of(folder, issuer, server, POLICY));
    }

    @AfterAll
    static void end() {
        gateway.close();
        server.close();
        issuer.close();
    }

    private static RawPostgres connect(String who) throws Exception {
        return RawPostgres.login(
                gateway.postgres().getPort(),
                RunningGateway.TARGET,
                issuer.token(Map.of("sub", who, "aud", "sallyport")),
                "postgres");
    }

    private static Connection jdbc(String who, String... settings) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", RunningGateway.TARGET);
        properties.setProperty("password", issuer.token(Map.of("sub", who, "aud", "sallyport")));
        for (int i = 0; i < settings.length; i += 2) {
            properties.setProperty(settings[i], settings[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + gateway.postgres().getPort() + "/postgres",
                properties);
    }

    /// The answers' types in their order, a run of rows as `D5`.
    private static String shape(List<Message> answers) {
        StringBuilder shape = new StringBuilder();
        int rows = 0;
        for (Message answer : answers) {
            if (answer.type() == 'D') {
                rows++;
                continue;
            }
            if (rows > 0) {
                shape.append('D').append(rows).append(' ');
                rows = 0;
            }
            shape.append(answer.type());
            if (answer.type() == 'E') {
                shape.append(answer.sqlState());
            } else if (answer.type() == 'Z') {
                shape.append((char) answer.body()[0]);
            }
            shape.append(' ');
        }
        return shape.toString().strip();
    }

    private static String error(List<Message> answers) {
        return answers.stream()
                .filter(message -> message.type() == 'E')
                .map(Message::text)
                .collect(Collectors.joining());
    }

    private static long done(String what) throws Exception {
        try (Connection direct = server.connect("postgres");
                Statement statement = direct.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM done WHERE what = '" + what + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aResultWithinItsLimitsPassesAsItIs() throws Exception {
        try (RawPostgres client = connect("few")) {
            assertThat(shape(client.query("SELECT id FROM t LIMIT 5"))).isEqualTo("T D5 C ZI");
            assertThat(shape(client.query("SELECT id FROM t LIMIT 5; SELECT id FROM t LIMIT 4")))
                    .isEqualTo("T D5 C T D4 C ZI");
        }
    }

    @Test
    void asManyRowsAsMayPassAndThenAnErrorThatNamesTheLimit() throws Exception {
        try (RawPostgres client = connect("few")) {
            List<Message> answers = client.query("SELECT id FROM t");

            assertThat(shape(answers)).isEqualTo("T D5 E54000 ZI");
            assertThat(error(answers))
                    .isEqualTo("ended by limit five: the result has more than 5 rows");
            assertThat(shape(client.query("SELECT 1"))).isEqualTo("T D1 C ZI");
        }
    }

    @Test
    void aLongResultIsEndedAtTheTarget() throws Exception {
        try (RawPostgres client = connect("few")) {
            // Would take minutes, and gigabytes.
            List<Message> answers =
                    client.query("SELECT repeat('x', 1000), generate_series(1, 100000000)");

            assertThat(shape(answers)).isEqualTo("T D5 E54000 ZI");
        }
    }

    @Test
    void inATransactionItHasFailedAfterwards() throws Exception {
        try (RawPostgres client = connect("few")) {
            client.query("BEGIN");
            assertThat(shape(client.query("INSERT INTO done SELECT 'block' FROM t")))
                    .isEqualTo("C ZT");
            assertThat(shape(client.query("SELECT id FROM t"))).isEqualTo("T D5 E54000 ZE");
            assertThat(shape(client.query("SELECT 1"))).isEqualTo("E25P02 ZE");
            client.query("COMMIT");
            assertThat(done("block")).isZero();
        }
    }

    @Test
    void whatStandsBehindItInOneTextBringsNothing() throws Exception {
        try (RawPostgres client = connect("few")) {
            assertThat(shape(client.query("SELECT id FROM t; SELECT 1; COPY done FROM STDIN")))
                    .isEqualTo("T D5 E54000 ZI");
            assertThat(shape(client.query("SELECT 1"))).isEqualTo("T D1 C ZI");
        }
    }

    @Test
    void whatStandsBehindItInOneBatchDoesNotRun() throws Exception {
        try (RawPostgres client = connect("few")) {
            client.send(
                    Frontend.parse("", "INSERT INTO done VALUES ('before')"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.parse("", "SELECT id FROM t"),
                    Frontend.bind("", ""),
                    Frontend.describePortal(""),
                    Frontend.execute("", 0),
                    Frontend.parse("", "INSERT INTO done VALUES ('behind')"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());

            assertThat(shape(client.readUntil('Z'))).isEqualTo("1 2 C 1 2 T D5 E54000 ZI");
            assertThat(shape(client.query("SELECT 1"))).isEqualTo("T D1 C ZI");
            // All of a batch is one transaction, and it has failed.
            assertThat(done("before")).isZero();
            assertThat(done("behind")).isZero();
        }
    }

    @Test
    void aBatchOfManyWithinTheLimitRunsToItsEnd() throws Exception {
        try (RawPostgres client = connect("few")) {
            client.send(
                    Frontend.parse("s", "SELECT id FROM t LIMIT $1"),
                    Frontend.bind("", "s", "5"),
                    Frontend.execute("", 0),
                    Frontend.bind("", "s", "1"),
                    Frontend.execute("", 0),
                    Frontend.bind("", "s", "x"),
                    Frontend.execute("", 0),
                    Frontend.bind("", "s", "2"),
                    Frontend.execute("", 0),
                    Frontend.sync());

            assertThat(shape(client.readUntil('Z'))).isEqualTo("1 2 D5 C 2 D1 C E22P02 ZI");
        }
    }

    @Test
    void withFlushInPlaceOfSync() throws Exception {
        try (RawPostgres client = connect("few")) {
            client.send(
                    Frontend.parse("", "SELECT id FROM t"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.flush());
            assertThat(shape(client.readUntil('E'))).isEqualTo("1 2 D5 E54000");
            client.send(Frontend.execute("", 0), Frontend.sync());
            assertThat(shape(client.readUntil('Z'))).isEqualTo("ZI");
        }
    }

    @Test
    void aPortalReadInPiecesIsOneResult() throws Exception {
        try (RawPostgres client = connect("few")) {
            client.query("BEGIN");
            client.send(
                    Frontend.parse("", "SELECT id FROM t"),
                    Frontend.bind("p", ""),
                    Frontend.execute("p", 3),
                    Frontend.sync());
            assertThat(shape(client.readUntil('Z'))).isEqualTo("1 2 D3 s ZT");
            client.send(Frontend.execute("p", 3), Frontend.sync());
            assertThat(shape(client.readUntil('Z'))).isEqualTo("D2 E54000 ZE");
        }
    }

    @Test
    void rowsThatAreMaskedAndRowsOfCopyCountAlike() throws Exception {
        try (RawPostgres client = connect("masked")) {
            List<Message> answers = client.query("SELECT v FROM t");
            assertThat(shape(answers)).isEqualTo("T D5 E54000 ZI");
            assertThat(answers.get(1).values()).doesNotContain("v1");
        }
        try (RawPostgres client = connect("few")) {
            assertThat(shape(client.query("COPY t TO STDOUT"))).isEqualTo("H d d d d d E54000 ZI");
        }
    }

    @Test
    void bytesAreThoseOfWholeRows() throws Exception {
        try (RawPostgres client = connect("short")) {
            assertThat(shape(client.query("SELECT repeat('x', 4000)"))).isEqualTo("T D1 C ZI");
            assertThat(shape(client.query("SELECT repeat('x', 4090)"))).isEqualTo("T E54000 ZI");
            List<Message> answers =
                    client.query("SELECT repeat('x', 985) FROM generate_series(1, 10)");
            assertThat(shape(answers)).isEqualTo("T D4 E54000 ZI");
            assertThat(error(answers))
                    .isEqualTo("ended by limit little: the result has more than 4096 bytes");
            // So long that it comes in pieces.
            assertThat(shape(client.query("SELECT repeat('x', 3000000)"))).isEqualTo("T E54000 ZI");
        }
    }

    @Test
    void theTightestOfSeveralCounts() throws Exception {
        try (RawPostgres client = connect("tight")) {
            List<Message> answers = client.query("SELECT id FROM t");
            assertThat(shape(answers)).isEqualTo("T D3 E54000 ZI");
            assertThat(error(answers)).contains("limit tight");
        }
    }

    @Test
    void whatTakesTooLongIsCancelledAtTheTarget() throws Exception {
        try (RawPostgres client = connect("quick")) {
            assertThat(shape(client.query("SELECT pg_sleep(0.01)"))).isEqualTo("T D1 C ZI");
            List<Message> answers = client.query("SELECT pg_sleep(60)");
            assertThat(shape(answers)).isEqualTo("T E57014 ZI");
            assertThat(error(answers))
                    .isEqualTo("canceling statement due to limit second: longer than 1 s");
            client.query("BEGIN");
            assertThat(shape(client.query("SELECT pg_sleep(60)"))).isEqualTo("T E57014 ZE");
            assertThat(shape(client.query("SELECT 1"))).isEqualTo("E25P02 ZE");
        }
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(sleeping()).isZero());
    }

    @Test
    void eachStatementOfABatchHasItsOwnTime() throws Exception {
        try (RawPostgres client = connect("quick")) {
            client.send(
                    Frontend.parse("", "SELECT pg_sleep(0.4)"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());

            assertThat(shape(client.readUntil('Z'))).endsWith("D1 C ZI").doesNotContain("E");
        }
    }

    private static long sleeping() throws SQLException {
        try (Connection direct = server.connect("postgres");
                Statement statement = direct.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void oneSessionAtATimeAndThePlaceIsFreeAfterwards() throws Exception {
        try (RawPostgres first = connect("single-a")) {
            assertThatThrownBy(() -> jdbc("single-a"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(
                            "refused by limit one: you have 1 session at this target already")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("53300");
            // Somebody else's session is not this one's.
            connect("single-b").close();
            assertThat(shape(first.query("SELECT 1"))).isEqualTo("T D1 C ZI");
        }
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .untilAsserted(() -> connect("single-a").close());
    }

    @Test
    void jdbcIsToldAndGoesOn() throws Exception {
        for (String mode : List.of("simple", "extended")) {
            try (Connection connection = jdbc("few", "preferQueryMode", mode);
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM t"))
                        .as(mode)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("limit five")
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("54000");
                try (ResultSet rows = statement.executeQuery("SELECT id FROM t LIMIT 5")) {
                    int count = 0;
                    while (rows.next()) {
                        count++;
                    }
                    assertThat(count).as(mode).isEqualTo(5);
                }
            }
        }
    }

    @Test
    void itIsRecordedWithTheRowsThatPassed() throws Exception {
        String text = "SELECT id AS recorded FROM t";
        try (RawPostgres client = connect("few")) {
            client.query(text);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    Recorded recorded = Recorded.sessionThatAsked(text, gateway);
                    assertThat(recorded.all(Event.Failed.class).map(Event.Failed::code))
                            .containsExactly("54000");
                    assertThat(recorded.all(Event.Failed.class).map(Event.Failed::message))
                            .allMatch(isAbout("limit five"));
                    assertThat(recorded.all(Event.Rows.class).mapToInt(Event.Rows::rows).sum())
                            .isEqualTo(5);
                });
    }

    private static Predicate<String> isAbout(String words) {
        return message -> message.contains(words);
    }
}
