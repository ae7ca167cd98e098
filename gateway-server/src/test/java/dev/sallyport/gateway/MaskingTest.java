package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.Psql;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/// Masked values are not seen by any way that a client has: psql, JDBC in both formats, COPY, cursors, errors, notices,
/// questions. All that one of these shows is searched for what it must not show.
class MaskingTest {
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.sub == 'job'"}
              net: {when: "claims.sub == 'net'"}
              shut: {when: "claims.sub == 'shut'"}
            rules:
              - {id: all, who: ["*"], targets: ["*"], effects: ["*", do, call, execute, unknown], allow: true}
            masks:
              - {id: email, columns: ["public.people.email", "*.orders.mail"], with: hash, domain: mail, except: [net, shut]}
              - {id: card, columns: ["*.people.card"], with: last4, except: [net, shut]}
              - {id: phone, columns: ["*.people.phone"], with: token, except: [net, shut]}
              - {id: born, columns: ["*.people.born", "*.people.tags"], with: redact, except: [net, shut]}
              - {id: secretive, names: ["secret*"], with: "null", except: [shut]}
              - id: found
                detect: [email, card, iban, {name: ticket, pattern: "TCK-[0-9]{4}"}]
                with: redact
                except: [job, shut]
              - {id: shut, columns: ["*.people.email"], with: redact, deny-predicates: true, except: [job, net]}
            """;

    /// None of these may ever be seen; the first of the second person's as well.
    private static final List<String> SECRETS =
            List.of("alice@", "bob@", "411111111111", "5555550100", "1990-01-01", "vip-list");

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
                """
                CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, card varchar(19), phone char(12), born date,
                  folded text GENERATED ALWAYS AS (lower(email)) STORED, tags text[], note text);
                INSERT INTO people VALUES
                  (1, 'alice@example.com', '4111111111111111', '+15555550100', '1990-01-01', DEFAULT, '{vip-list}', 'x'),
                  (2, 'bob@example.com', NULL, NULL, NULL, DEFAULT, NULL, E'a\\tb\\nc\\\\d "q",');
                CREATE TABLE orders (id int, mail text);
                INSERT INTO orders VALUES (1, 'alice@example.com');
                CREATE VIEW contacts AS SELECT id, email AS contact FROM people;
                CREATE TABLE texts (id int, t text, v varchar(50), j json, b jsonb, a text[], n bigint, d numeric, i int);
                INSERT INTO texts VALUES (1, 'mail alice@example.com, TCK-1234', 'card 4111 1111 1111 1111',
                  '{"m": "alice\\u0040example.com"}', '{"c": 4111111111111111}', '{alice@example.com,x}',
                  4111111111111111, 4111111111111111.00, 7);
                CREATE FUNCTION tell(who int) RETURNS text LANGUAGE plpgsql AS
                  $$ BEGIN RAISE NOTICE 'mail is %', (SELECT email FROM people WHERE id = who); RETURN 'done'; END $$;
                """);
        gateway =
                RunningGateway.start(
                        RunningGateway.Setup.of(folder, issuer, server, POLICY)
                                .maskKey("0123456789abcdef0123456789abcdef"));
    }

    @AfterAll
    static void end() {
        gateway.close();
        server.close();
        issuer.close();
    }

    private static String token(String who) {
        return issuer.token(Map.of("sub", who, "aud", "sallyport"));
    }

    private static RawPostgres connect(String who) throws IOException {
        return RawPostgres.login(
                gateway.postgres().getPort(), RunningGateway.TARGET, token(who), "postgres");
    }

    private static Connection jdbc(String who, String... more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", RunningGateway.TARGET);
        properties.setProperty("password", token(who));
        properties.setProperty("sslmode", "disable");
        for (String each : more) {
            properties.setProperty(
                    each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + gateway.postgres().getPort() + "/postgres",
                properties);
    }

    private static String psql(String who, String... arguments) throws Exception {
        Psql psql = Psql.find().orElse(null);
        assumeThat(psql != null || Objects.equals(System.getProperty("sallyport.real"), "required"))
                .as("psql is installed")
                .isTrue();
        Process process =
                Objects.requireNonNull(psql, "psql")
                        .start(
                                gateway.postgres(),
                                RunningGateway.TARGET,
                                token(who),
                                "postgres",
                                List.of(arguments));
        process.getOutputStream().close();
        process.getErrorStream().transferTo(ByteArrayOutputStream.nullOutputStream());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String seen(List<Message> messages) {
        StringBuilder seen = new StringBuilder();
        for (Message message : messages) {
            if (message.type() != 'T') {
                seen.append(message.type())
                        .append(new String(message.body(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return seen.toString();
    }

    private static void showsNothing(String seen) {
        for (String secret : SECRETS) {
            assertThat(seen).doesNotContain(secret);
        }
    }

    private static String error(List<Message> answers) {
        return answers.stream()
                .filter(message -> message.type() == 'E')
                .map(message -> message.sqlState() + " " + message.text())
                .findFirst()
                .orElse("");
    }

    @Test
    void psqlSeesMasks() throws Exception {
        String row =
                psql(
                        "job",
                        "-c",
                        "SELECT id, email, card, phone, born, tags, note FROM people WHERE id = 1");

        showsNothing(row);
        assertThat(row.strip())
                .matches("1\\|h_[0-9a-f]{32}\\|\\*\\*\\*\\*1111\\|\\+[0-9]{11}\\|\\|\\|x");
    }

    @Test
    void hashesJoin() throws Exception {
        String email = psql("job", "-c", "SELECT email FROM people WHERE id = 1");
        assertThat(psql("job", "-c", "SELECT mail FROM orders")).isEqualTo(email).startsWith("h_");
    }

    /// With the threshold at 1, the driver asks for binary from the first execution of a prepared statement on.
    @Test
    void jdbcSeesMasksInTextAndBinary() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (String[] how :
                new String[][] {
                    {"preferQueryMode=simple"},
                    {"prepareThreshold=1", "binaryTransfer=true"},
                    {"prepareThreshold=-1", "binaryTransfer=true"}
                }) {
            try (Connection connection = jdbc("job", how);
                    var statement =
                            connection.prepareStatement(
                                    "SELECT id, email AS e, card, phone, born, tags, count(*) OVER () FROM people ORDER BY id")) {
                for (int i = 0; i < 7; i++) {
                    try (ResultSet result = statement.executeQuery()) {
                        while (result.next()) {
                            List<String> row = new ArrayList<>();
                            for (int c = 1; c <= 6; c++) {
                                row.add(result.getString(c));
                            }
                            rows.add(row);
                        }
                    }
                }
            }
        }
        showsNothing(rows.toString());
        assertThat(rows).hasSize(42);
        assertThat(rows.stream().distinct()).hasSize(2);
    }

    /// 16-bit and binary formats of values that detectors look into.
    @Test
    void detectorsLookIntoBothFormats() throws Exception {
        for (int format : new int[] {0, 1}) {
            try (RawPostgres client = connect("net")) {
                client.send(
                        Frontend.parse(
                                "",
                                "SELECT t, v, j, b, a, n, d, i, ROW(1, t), 'x'::text FROM texts"),
                        Frontend.message('B', bind(format)),
                        Frontend.execute("", 0),
                        Frontend.sync());
                List<Message> answers = client.readUntil('Z');
                String seen = seen(answers);
                showsNothing(seen);
                assertThat(seen).doesNotContain("TCK-1234").doesNotContain("u0040");
                String[] row = values(answers);
                assertThat(row[0]).isEqualTo("mail [masked], [masked]");
                assertThat(row[1]).isEqualTo("card [masked]");
                assertThat(row[2]).isEqualTo("{\"m\": \"[masked]\"}");
                assertThat(row[3]).endsWith("{\"c\": null}");
                assertThat(row[5]).isNull();
                assertThat(row[6]).isNull();
                assertThat(row[7]).isNotNull();
                assertThat(row[8]).isNotNull().contains("[masked]");
                assertThat(row[9]).isEqualTo("x");
            }
        }
    }

    private static byte[] bind(int format) {
        return new Frontend.Body()
                .string("")
                .string("")
                .int16(0)
                .int16(0)
                .int16(1)
                .int16(format)
                .bytes();
    }

    private static String[] values(List<Message> answers) {
        return answers.stream()
                .filter(message -> message.type() == 'D')
                .findFirst()
                .orElseThrow(() -> new AssertionError(answers.toString()))
                .values();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email AS x, p.* FROM people p",
                "SELECT p FROM people p",
                "SELECT (p).email, (p).card FROM people p",
                "SELECT ROW(email, card) FROM people",
                "SELECT row_to_json(p), to_jsonb(p) FROM people p",
                "SELECT p::text FROM people p",
                "SELECT array_agg(email), string_agg(card, ','), max(email), min(born) FROM people",
                "SELECT lower(email), email || '', reverse(reverse(email)), folded FROM people",
                "SELECT encode(convert_to(email, 'UTF8'), 'base64'), convert_to(email, 'UTF8') FROM people",
                "SELECT email FROM people UNION SELECT 'x'",
                "SELECT (SELECT email FROM people LIMIT 1)",
                "SELECT contact FROM contacts",
                "VALUES ((SELECT email FROM people WHERE id = 1))",
                "SELECT * FROM people p FULL JOIN orders o ON o.mail = p.email",
                "SELECT unnest(ARRAY(SELECT email FROM people))",
                "SELECT json_agg(p) FROM people p",
                "SELECT query_to_xml('SELECT email FROM people', true, true, '')",
                "SELECT email::int FROM people",
                "SELECT 1 / length(email), (email || card)::date FROM people",
                "INSERT INTO people (id, email) VALUES (3, 'alice@example.com')",
                "INSERT INTO people (id, email) SELECT id, email FROM people",
                "UPDATE people SET note = note RETURNING email, card, people",
                "DELETE FROM people WHERE false RETURNING *",
                "MERGE INTO people p USING orders o ON o.id = p.id WHEN MATCHED THEN UPDATE SET note = p.note RETURNING p.email, o.mail",
                "SELECT tell(1)",
                "DO $$ BEGIN RAISE NOTICE '%', (SELECT email FROM people WHERE id = 1); END $$",
                "DO $$ BEGIN RAISE EXCEPTION '%', (SELECT email FROM people WHERE id = 1) USING DETAIL = (SELECT card FROM people WHERE id = 1); END $$",
                "EXPLAIN ANALYZE SELECT email FROM people WHERE email = 'x'",
                "SELECT most_common_vals, histogram_bounds FROM pg_stats WHERE tablename = 'people'",
                "PREPARE q AS SELECT lower(email), email FROM people; EXECUTE q; DEALLOCATE q",
                "BEGIN; DECLARE c CURSOR FOR SELECT email, lower(email), p FROM people p; FETCH ALL c; COMMIT",
                "BEGIN; CREATE TEMP VIEW mine AS SELECT email AS m FROM people; SELECT m, m || '' FROM mine; ROLLBACK",
                "COPY people TO STDOUT",
                "COPY people (id, email, folded) TO STDOUT CSV HEADER",
                "COPY (SELECT p.*, lower(email) FROM people p) TO STDOUT",
                "COPY (SELECT p FROM people p) TO STDOUT",
                "COPY people TO STDOUT (FORMAT binary)",
                "COPY (UPDATE people SET note = note RETURNING email) TO STDOUT",
                "COPY contacts TO STDOUT",
                "BEGIN; COPY people TO STDOUT; COMMIT",
                "COPY people TO STDOUT (ENCODING 'LATIN1')",
                "SELECT email AS secret_x, note AS secret FROM people"
            })
    void noWayShowsIt(String sql) throws Exception {
        try (RawPostgres client = connect("job")) {
            List<Message> answers = client.query(sql);
            showsNothing(seen(answers));
            assertThat(answers.getLast().type()).isEqualTo('Z');
            client.query("ROLLBACK");
            if (!sql.contains(";")) {
                client.send(
                        Frontend.parse("s", sql),
                        Frontend.bind("", "s"),
                        Frontend.execute("", 1),
                        Frontend.sync());
                showsNothing(seen(client.readUntil('Z')));
                client.send(
                        Frontend.bind("p", "s"),
                        Frontend.describePortal("p"),
                        Frontend.execute("p", 0),
                        Frontend.sync());
                showsNothing(seen(client.readUntil('Z')));
            }
            assertThat(values(client.query("SELECT 1"))).containsExactly("1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    COPY people (id, card, born, note) TO STDOUT | 1;****1111;\\N;x#2;\\N;\\N;a\\tb\\nc\\\\d "q",#
                    COPY people (card, id) TO STDOUT CSV HEADER FORCE QUOTE card | card,id#"****1111",1#,2#
                    COPY (SELECT card AS x, upper(card), 7 FROM people ORDER BY id) TO STDOUT (DELIMITER '!', NULL 'none') | ****1111![masked]!none#none!none!none#
                    COPY (SELECT note AS secret, id FROM people ORDER BY id) TO STDOUT | \\N;1#\\N;2#
                    COPY (TABLE orders ORDER BY 1) TO STDOUT (FORMAT csv) | 1,h_*#
                    """)
    void copiesAreMasked(String sql, String expected) throws Exception {
        String unfolded = expected.replace("#", "\n").replace(';', '\t');
        try (RawPostgres client = connect("job")) {
            List<Message> answers = client.query(sql);
            assertThat(copied(answers).replaceAll("h_[0-9a-f]{32}", "h_*")).isEqualTo(unfolded);
            assertThat(types(answers)).startsWith("H").endsWith("cCZ");
            client.send(
                    Frontend.parse("", sql),
                    Frontend.bind("", ""),
                    Frontend.describePortal(""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            answers = client.readUntil('Z');
            assertThat(copied(answers).replaceAll("h_[0-9a-f]{32}", "h_*")).isEqualTo(unfolded);
            assertThat(types(answers)).startsWith("12nH").endsWith("cCZ");
        }
    }

    @Test
    void generatedColumnsAreLeftOutOfACopyAndMaskedInOne() throws Exception {
        try (RawPostgres client = connect("job")) {
            String all = copied(client.query("COPY people TO STDOUT"));
            assertThat(all).startsWith("1\th_").contains("\t****1111\t").contains("\tx\n");
            assertThat(all.lines().findFirst().orElse("").split("\t", -1)).hasSize(7);
            assertThat(copied(client.query("COPY people (folded) TO STDOUT")))
                    .doesNotContain("alice");
        }
    }

    @Test
    void binaryCopiesAreMasked() throws Exception {
        try (RawPostgres client = connect("job")) {
            String copied =
                    copied(client.query("COPY people (id, card, born) TO STDOUT (FORMAT binary)"));
            showsNothing(copied);
            assertThat(copied).startsWith("PGCOPY\n").contains("****1111");
        }
    }

    @Test
    void jdbcCopiesWhatIsMasked() throws Exception {
        try (Connection connection = jdbc("job")) {
            ByteArrayOutputStream copied = new ByteArrayOutputStream();
            long rows =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("COPY people (id, email) TO STDOUT", copied);
            assertThat(rows).isEqualTo(2);
            showsNothing(copied.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void psqlCopiesWhatIsMasked() throws Exception {
        String copied = psql("job", "-c", "\\copy people (id, card, note) to stdout csv");
        assertThat(copied).contains("1,****1111,x\n").contains("2,,\"a\tb\nc\\d \"\"q\"\",\"\n");
    }

    /// An error of the describing before it is the COPY's, and leaves the session as the COPY's own would.
    @Test
    void aCopyThatFailsIsAnsweredAsOne() throws Exception {
        try (RawPostgres client = connect("job")) {
            for (String sql :
                    List.of(
                            "COPY nowhere TO STDOUT",
                            "COPY people (nothing) TO STDOUT",
                            "COPY (SELECT nothing FROM people) TO STDOUT",
                            "COPY contacts TO STDOUT")) {
                List<Message> answers = client.query(sql);
                assertThat(types(answers)).as(sql).isEqualTo("EZ");
                client.send(
                        Frontend.parse("", sql),
                        Frontend.bind("", ""),
                        Frontend.execute("", 0),
                        Frontend.sync());
                assertThat(types(client.readUntil('Z'))).as(sql).isEqualTo("12EZ");
            }
            client.query("BEGIN");
            List<Message> failed = client.query("COPY nowhere TO STDOUT");
            assertThat((char) failed.getLast().body()[0]).isEqualTo('E');
            client.query("ROLLBACK");
            List<Message> position = client.query("COPY (SELECT nothing FROM people) TO STDOUT");
            assertThat(position.getFirst().fields()).containsEntry('P', "14");
            assertThat(copied(client.query("COPY orders (id) TO STDOUT"))).isEqualTo("1\n");
        }
    }

    @Test
    void aCopyThatCannotBeLookedIntoIsRefused() throws Exception {
        try (RawPostgres client = connect("job")) {
            assertThat(error(client.query("SELECT 1; COPY people TO STDOUT")))
                    .startsWith("42501 refused: COPY");
            assertThat(error(client.query("COPY people TO STDOUT (ENCODING 'SJIS')")))
                    .startsWith("42501 refused: COPY");
        }
    }

    @Test
    void detectorsLookIntoCopiesErrorsNoticesAndNotifications() throws Exception {
        try (RawPostgres client = connect("net")) {
            assertThat(copied(client.query("COPY texts (t, j, a, n, id) TO STDOUT")))
                    .isEqualTo(
                            "mail [masked], [masked]\t{\"m\": \"[masked]\"}\t{[masked],x}\t\\N\t1\n");
            showsNothing(seen(client.query("SELECT t::int FROM texts")));
            showsNothing(seen(client.query("SELECT tell(1)")));
            showsNothing(
                    seen(
                            client.query(
                                    "INSERT INTO people (id, email) VALUES (3, 'alice@example.com')")));
            showsNothing(
                    seen(
                            client.query(
                                    "DO $$ BEGIN RAISE EXCEPTION 'TCK-1234' USING HINT = 'alice@example.com'; END $$")));
            client.query("LISTEN news");
            List<Message> notified = client.query("NOTIFY news, 'to alice@example.com'");
            assertThat(seen(notified)).contains("to [masked]");
            showsNothing(seen(notified));
        }
    }

    @Test
    void suspendedPortalsGoOnMasked() throws Exception {
        try (RawPostgres client = connect("job")) {
            client.query("BEGIN");
            client.send(
                    Frontend.parse("", "SELECT email, upper(email) FROM people ORDER BY id"),
                    Frontend.bind("p", ""),
                    Frontend.execute("p", 1),
                    Frontend.sync());
            showsNothing(seen(client.readUntil('Z')));
            client.send(Frontend.execute("p", 1), Frontend.sync());
            List<Message> answers = client.readUntil('Z');
            assertThat(values(answers)[0]).startsWith("h_");
            showsNothing(seen(answers));
        }
    }

    @Test
    void aCursorOfTheDriversIsMasked() throws Exception {
        try (Connection connection = jdbc("job")) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(1);
                ResultSet rows = statement.executeQuery("SELECT email FROM people ORDER BY id");
                while (rows.next()) {
                    assertThat(rows.getString(1)).startsWith("h_");
                }
            }
        }
    }

    @Test
    void whatIsRecordedIsWhatWasSeen() throws Exception {
        Set<Path> before = recordings();
        try (RawPostgres client = connect("job")) {
            client.query("SELECT email, card FROM people");
            client.query("COPY people TO STDOUT");
            client.query("SELECT email::int FROM people");
        }
        Set<Path> made = recordings();
        made.removeAll(before);
        assertThat(made).hasSize(1);
        for (Path file : made) {
            String recorded = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(recorded).contains("SELECT email, card FROM people").contains("****1111");
            showsNothing(recorded);
        }
    }

    private static Set<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(gateway.recordings())) {
            return files.filter(file -> file.toString().endsWith(".sprec"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, email, note FROM people WHERE id = 1 ORDER BY id",
                "SELECT * FROM people",
                "SELECT count(*) FROM people",
                "SELECT p.email, o.id FROM people p JOIN orders o USING (id)",
                "SELECT lower(note) FROM people",
                "SELECT mail FROM orders WHERE mail LIKE 'a%'",
                "INSERT INTO people (id, email) VALUES (9, 'carol@example.com') RETURNING email",
                "UPDATE people SET email = 'dan@example.com' WHERE id = 9",
                "DELETE FROM people WHERE id = 9",
                "PREPARE p AS SELECT email FROM people WHERE id = $1",
                "BEGIN",
                "SHOW search_path",
                "SELECT 1"
            })
    void whatAsksNothingGoes(String sql) throws Exception {
        try (RawPostgres client = connect("shut")) {
            assertThat(error(client.query(sql))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM people WHERE email LIKE 'a%'",
                "SELECT id FROM people p WHERE p.\"email\" = 'x'",
                "SELECT id FROM people WHERE people::text LIKE '%a%'",
                "SELECT id FROM people p WHERE to_jsonb(p) ->> 'email' = 'x'",
                "SELECT id FROM people ORDER BY email",
                "SELECT email FROM people ORDER BY 1",
                "SELECT id AS email, email AS id FROM people ORDER BY id",
                "SELECT s.id FROM (SELECT email AS id FROM people) s WHERE s.id LIKE 'a%'",
                "WITH s (id) AS (SELECT email FROM people) SELECT 1 FROM s WHERE id LIKE 'a%'",
                "SELECT DISTINCT email FROM people",
                "SELECT count(*) FROM people GROUP BY email",
                "SELECT max(email) FROM people",
                "SELECT count(DISTINCT email) FROM people",
                "SELECT rank() OVER (ORDER BY email) FROM people",
                "SELECT CASE WHEN email < 'm' THEN 1/0 END FROM people",
                "SELECT o.id FROM orders o JOIN people p ON o.mail = p.email",
                "SELECT 1 FROM people NATURAL JOIN orders",
                "SELECT 1 FROM people WHERE folded LIKE 'a%'",
                "SELECT 1 FROM contacts WHERE contact LIKE 'a%'",
                "SELECT email FROM people UNION SELECT 'x'",
                "SELECT id FROM orders WHERE mail IN (SELECT email FROM people)",
                "UPDATE people SET note = 'x' WHERE email = 'x'",
                "UPDATE people SET note = email",
                "DELETE FROM people WHERE email = 'x'",
                "INSERT INTO people (id, email) VALUES (7, 'x') ON CONFLICT (email) DO NOTHING",
                "EXPLAIN SELECT id FROM people WHERE email = 'x'",
                "PREPARE p AS SELECT id FROM people WHERE email = $1",
                "DECLARE c CURSOR FOR SELECT id FROM people ORDER BY email",
                "COPY (SELECT id FROM people WHERE email = 'x') TO STDOUT",
                "SELECT tell(1)",
                "DO 'BEGIN END'",
                "EXECUTE unheard_of",
                "SELECT 1 FROM unheard_of WHERE x = 1",
                "SELECT 1 FROM pg_stats WHERE most_common_vals::text LIKE '%a%'",
                "BEGIN; CREATE TABLE copied (x text); SELECT 1 FROM copied WHERE x = 'x'; ROLLBACK",
                "SELECT email FROM people WHERE"
            })
    void whatMayAskIsRefused(String sql) throws Exception {
        try (RawPostgres client = connect("shut")) {
            List<Message> answers = client.query(sql);
            assertThat(error(answers)).startsWith("42501 refused: this may filter");
            client.send(
                    Frontend.parse("", sql),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            assertThat(error(client.readUntil('Z'))).startsWith("42501 refused: this may filter");
        }
    }

    private static String copied(List<Message> answers) {
        StringBuilder copied = new StringBuilder();
        for (Message message : answers) {
            if (message.type() == 'd') {
                copied.append(new String(message.body(), StandardCharsets.UTF_8));
            }
        }
        return copied.toString();
    }

    /// The types of all messages; those of data as one.
    private static String types(List<Message> answers) {
        StringBuilder types = new StringBuilder();
        for (Message message : answers) {
            if (message.type() != 'd') {
                types.append(message.type());
            }
        }
        return types.toString();
    }
}
