package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ways round the gateway that no single text can be: by messages, by names, by what a function changes.
final class BypassByProtocolTest {
    private static final String DATABASE = "postgres";
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.sub == 'job'"}
            rules:
              - {id: work, who: [job], targets: ["*"], effects: [read, insert, copy-in, set, prepare, execute, transaction], allow: true}
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
                DATABASE,
                """
                CREATE TABLE t (v text);
                CREATE FUNCTION strings_otherwise() RETURNS text LANGUAGE sql AS
                    $$ SELECT set_config('standard_conforming_strings', 'off', false) $$;
                CREATE FUNCTION in_latin1() RETURNS text LANGUAGE sql AS
                    $$ SELECT set_config('client_encoding', 'LATIN1', false) $$
                """);
        gateway = RunningGateway.start(RunningGateway.Setup.of(folder, issuer, server, POLICY));
    }

    @AfterAll
    static void end() {
        gateway.close();
        server.close();
        issuer.close();
    }

    private static RawPostgres connect() throws Exception {
        return RawPostgres.login(
                gateway.postgres().getPort(),
                RunningGateway.TARGET,
                issuer.token(Map.of("sub", "job", "aud", "sallyport")),
                DATABASE);
    }

    @Test
    void whatANameStandsForIsJudgedAndANameNobodyPreparedIsNot() throws Exception {
        try (RawPostgres client = connect()) {
            assertThat(sqlState(client.query("EXECUTE nobody"))).isEqualTo("42501");
            assertThat(sqlState(client.query("EXPLAIN ANALYZE EXECUTE nobody"))).isEqualTo("42501");
            assertThat(sqlState(client.query("PREPARE d AS DELETE FROM t"))).isEqualTo("42501");
            assertThat(sqlState(client.query("PREPARE s AS SELECT v FROM t"))).isEmpty();
            assertThat(sqlState(client.query("EXECUTE s"))).isEmpty();
            // One name for both ways of preparing.
            client.send(Frontend.bind("", "s"), Frontend.execute("", 0), Frontend.sync());
            assertThat(sqlState(client.readUntil('Z'))).isEmpty();
            client.send(Frontend.parse("u", "UPDATE t SET v = ''"), Frontend.sync());
            assertThat(sqlState(client.readUntil('Z'))).isEqualTo("42501");
            assertThat(sqlState(client.query("EXECUTE u"))).isEqualTo("42501");
        }
    }

    @Test
    void theUnnamedStatementIsTheOneParsedLast() throws Exception {
        try (RawPostgres client = connect()) {
            client.send(
                    Frontend.parse("", "SELECT 1"),
                    Frontend.parse("", "DELETE FROM t"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            assertThat(sqlState(client.readUntil('Z'))).isEqualTo("42501");
        }
    }

    /// A FunctionCall message runs any function by its OID, with no text to read.
    @Test
    void aFunctionByItsOidIsRefused() throws Exception {
        int readsAnyFile = oid("pg_read_file(text)");
        try (RawPostgres client = connect()) {
            byte[] call =
                    new Frontend.Body()
                            .int32(readsAnyFile)
                            .int16s(0)
                            .int16(1)
                            .int32("PG_VERSION".length())
                            .raw("PG_VERSION".getBytes(StandardCharsets.UTF_8))
                            .int16(0)
                            .bytes();
            client.send(Frontend.message('F', call));
            List<Message> answers = client.readUntil('Z');
            assertThat(sqlState(answers)).isEqualTo("42501");
            assertThat(answers).noneMatch(answer -> answer.type() == 'V');
        }
    }

    /// With it off, `'\''` is another token, and the next text another statement.
    @Test
    void aSessionWhoseStringsWouldEndElsewhereIsEnded() throws Exception {
        for (String function : List.of("strings_otherwise", "in_latin1")) {
            try (RawPostgres client = connect()) {
                client.send(
                        Frontend.query("SELECT " + function + "()"),
                        Frontend.query("INSERT INTO t VALUES ('never')"));
                List<Message> last = client.readToEnd();
                assertThat(last.getLast().type()).as(function).isEqualTo('E');
                assertThat(last.getLast().fields().get('S')).isEqualTo("FATAL");
            }
        }
        assertThat(count("SELECT count(*) FROM t WHERE v = 'never'")).isZero();
    }

    @Test
    void aQueryAmongTheRowsOfACopyIsNotRun() throws Exception {
        try (RawPostgres client = connect()) {
            client.send(Frontend.query("COPY t FROM STDIN"));
            client.readUntil('G');
            client.send(Frontend.query("INSERT INTO t VALUES ('copied')"));
            assertThat(sqlState(client.readUntil('Z'))).isNotEmpty();
        }
        assertThat(count("SELECT count(*) FROM t WHERE v = 'copied'")).isZero();
    }

    private static String sqlState(List<Message> answers) {
        return answers.stream()
                .filter(message -> message.type() == 'E')
                .map(Message::sqlState)
                .findFirst()
                .orElse("");
    }

    private static int oid(String function) throws Exception {
        return (int) count("SELECT '" + function + "'::regprocedure::oid::bigint");
    }

    private static long count(String sql) throws Exception {
        try (Connection connection = server.connect(DATABASE);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
