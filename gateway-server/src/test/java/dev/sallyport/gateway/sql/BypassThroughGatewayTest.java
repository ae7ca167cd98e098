package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Plays the bypass suite through a real gateway on a real PostgreSQL, where the gateway's login may do everything: what
/// is refused leaves no trace there, and what only looks dangerous goes through.
final class BypassThroughGatewayTest {
    private static final String REFUSED = "42501";
    private static final String DATABASE = "postgres";

    /// All that a statement might leave behind.
    private static final String STATE =
            """
            SELECT md5(coalesce(string_agg(x, '|' ORDER BY x), '')) FROM (
              SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, c.relacl::text, c.relrowsecurity, c.relowner)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull) FROM pg_attribute WHERE attrelid > 16383 AND attnum > 0
              UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE oid > 16383
              UNION ALL SELECT concat_ws(' ', rolname, rolsuper, rolpassword) FROM pg_authid
              UNION ALL SELECT setconfig::text FROM pg_db_role_setting
              UNION ALL SELECT concat_ws(' ', extname) FROM pg_extension
              UNION ALL SELECT concat_ws(' ', srvname) FROM pg_foreign_server
              UNION ALL SELECT concat_ws(' ', conname, conrelid) FROM pg_constraint WHERE oid > 16383
              UNION ALL SELECT concat_ws(' ', tgname, tgrelid) FROM pg_trigger
              UNION ALL SELECT concat_ws(' ', nspname, nspacl::text) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
              UNION ALL SELECT concat_ws(' ', objoid, description) FROM pg_description WHERE objoid > 16383
              UNION ALL SELECT concat_ws(' ', name, setting) FROM pg_file_settings
              UNION ALL SELECT concat_ws(' ', oid, lomowner) FROM pg_largeobject_metadata
              UNION ALL SELECT concat_ws(' ', subname) FROM pg_subscription
              UNION ALL SELECT concat_ws(' ', gid) FROM pg_prepared_xacts
              UNION ALL SELECT users::text FROM users
              UNION ALL SELECT copy::text FROM copy
            ) AS s(x)
            """;

    @TempDir private static Path folder;

    private static Issuer issuer;
    private static PostgresServer server;
    private static RunningGateway gateway;
    private static Connection beside;
    private static RawPostgres simple;
    private static RawPostgres extended;

    @BeforeAll
    static void start() throws Exception {
        issuer = Issuer.start();
        server = PostgresServer.start(PostgresOptions.defaults());
        server.run(
                DATABASE,
                """
                CREATE TABLE users (id int, name text, email text, a int, b int);
                INSERT INTO users VALUES (1, 'Ann', 'ann@example.test', 1, 2);
                CREATE TABLE copy (LIKE users);
                CREATE TABLE x (id int, a int);
                CREATE TABLE t (LIKE users);
                CREATE TABLE a (x text)
                """);
        gateway = RunningGateway.start(RunningGateway.Setup.of(folder, issuer, server, policy()));
        beside = server.connect(DATABASE);
        simple = connect();
        extended = connect();
    }

    @AfterAll
    static void end() throws Exception {
        simple.close();
        extended.close();
        beside.close();
        gateway.close();
        server.close();
        issuer.close();
    }

    private static RawPostgres connect() throws Exception {
        return RawPostgres.login(
                gateway.postgres().getPort(),
                RunningGateway.TARGET,
                issuer.token(Map.of("sub", "reader", "aud", "sallyport")),
                DATABASE);
    }

    private static String policy() throws IOException {
        try (InputStream in =
                BypassThroughGatewayTest.class.getResourceAsStream("/bypass/policy.yaml")) {
            if (in == null) {
                throw new IOException("/bypass/policy.yaml: not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCaseHasItsVerdict() throws IOException {
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (String file : BypassFile.ALL) {
            for (BypassFile.Case one : BypassFile.read(file)) {
                tests.add(
                        DynamicTest.dynamicTest(
                                file + ": " + one.name(),
                                () -> {
                                    String wanted = one.wanted().get("verdict");
                                    assertThat(wanted).isIn("allow", "deny");
                                    String before = state();
                                    check(wanted, "simple query", query(one.sql()));
                                    check(wanted, "extended query", execute(one.sql()));
                                    assertThat(state()).as("state of the target").isEqualTo(before);
                                }));
            }
        }
        return tests.build();
    }

    /// What the suite compares would show a statement that got through.
    @Test
    void aStatementThatRanWouldShow() throws Exception {
        String before = state();
        server.run(DATABASE, "UPDATE users SET name = 'Bob'");
        String changed = state();
        server.run(DATABASE, "UPDATE users SET name = 'Ann'; CREATE ROLE passing");
        assertThat(List.of(changed, state())).doesNotContain(before);
        server.run(DATABASE, "DROP ROLE passing");
        assertThat(state()).isEqualTo(before);
    }

    private static void check(String wanted, String how, List<Message> answers) {
        boolean refused =
                answers.stream()
                        .anyMatch(answer ->
                                answer.type() == 'E' && answer.sqlState().equals(REFUSED));
        assertThat(refused ? "deny" : "allow").as(how).isEqualTo(wanted);
        if (refused) {
            assertThat(answers).as(how).noneMatch(answer -> "CDGH".indexOf(answer.type()) >= 0);
        }
    }

    private static List<Message> query(String sql) throws IOException {
        return settled(simple, simple.query(sql));
    }

    private static List<Message> execute(String sql) throws IOException {
        extended.send(
                Frontend.parse("", sql),
                Frontend.bind("", ""),
                Frontend.execute("", 0),
                Frontend.sync());
        return settled(extended, extended.readUntil('Z'));
    }

    /// The next case finds no transaction open.
    private static List<Message> settled(RawPostgres client, List<Message> answers)
            throws IOException {
        if (answers.getLast().body()[0] != 'I') {
            client.query("ROLLBACK");
        }
        return answers;
    }

    private static String state() throws SQLException {
        try (ResultSet row = beside.createStatement().executeQuery(STATE)) {
            row.next();
            return row.getString(1);
        }
    }
}
