package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rule on `public.*` is not got round by setting the `search_path` first, in whatever way it is set.
class SearchPathTest {
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.sub == 'job'"}
            rules:
              - {id: read, who: [job], targets: ["*"], effects: [read, set, transaction, prepare, execute], relations: ["public.*", "app.*"], allow: true}
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
                "CREATE SCHEMA hidden; CREATE TABLE hidden.t AS SELECT 'secret' AS v;"
                        + " CREATE TABLE public.t AS SELECT 'open' AS v;"
                        + " CREATE SCHEMA app; CREATE TABLE app.t AS SELECT 'application' AS v;");
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
                "postgres");
    }

    private static boolean shows(List<Message> answers, String value) {
        return answers.stream()
                .filter(message -> message.type() == 'D')
                .anyMatch(message -> value.equals(message.values()[0]));
    }

    private static String sqlState(List<Message> answers) {
        return answers.stream()
                .filter(message -> message.type() == 'E')
                .map(Message::sqlState)
                .findFirst()
                .orElse("");
    }

    @Test
    void bareNamesMeanPublicUntilThePathIsSet() throws Exception {
        try (RawPostgres client = connect()) {
            assertThat(shows(client.query("SELECT v FROM t"), "open")).isTrue();
            assertThat(sqlState(client.query("SELECT v FROM hidden.t"))).isEqualTo("42501");
            assertThat(sqlState(client.query("SET search_path = hidden"))).isEmpty();
            assertThat(sqlState(client.query("SELECT v FROM t"))).isEqualTo("42501");
            assertThat(shows(client.query("SELECT v FROM public.t"), "open")).isTrue();
        }
    }

    @Test
    void inOneTextAndByFunction() throws Exception {
        for (String set :
                List.of(
                        "SET search_path = hidden",
                        "SET SCHEMA 'hidden'",
                        "SELECT set_config('search_path', 'hidden', false)")) {
            try (RawPostgres client = connect()) {
                assertThat(sqlState(client.query(set + "; SELECT v FROM t")))
                        .as(set)
                        .isEqualTo("42501");
                client.query(set);
                assertThat(sqlState(client.query("SELECT v FROM t"))).as(set).isEqualTo("42501");
            }
        }
    }

    @Test
    void aStatementPreparedBeforeIsJudgedAnewWhenItRuns() throws Exception {
        try (RawPostgres client = connect()) {
            client.send(Frontend.parse("s", "SELECT v FROM t"), Frontend.sync());
            client.readUntil('Z');
            client.query("SET search_path = hidden");
            client.send(Frontend.bind("", "s"), Frontend.execute("", 0), Frontend.sync());
            List<Message> answers = client.readUntil('Z');
            assertThat(sqlState(answers)).isEqualTo("42501");
            assertThat(shows(answers, "secret")).isFalse();
        }
    }

    @Test
    void inOneBatch() throws Exception {
        try (RawPostgres client = connect()) {
            client.send(
                    Frontend.parse("", "SET search_path = hidden"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.parse("", "SELECT v FROM t"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            List<Message> answers = client.readUntil('Z');
            assertThat(sqlState(answers)).isEqualTo("42501");
            assertThat(shows(answers, "secret")).isFalse();
        }
    }

    @Test
    void aPathThatIsWrittenOutIsFollowed() throws Exception {
        try (RawPostgres client = connect()) {
            client.query("SET search_path = app");
            assertThat(shows(client.query("SELECT v FROM t"), "application")).isTrue();
            client.query("SET search_path = app, public");
            assertThat(shows(client.query("SELECT v FROM t"), "application")).isTrue();
            assertThat(sqlState(client.query("SET search_path = hidden, public; SELECT v FROM t")))
                    .isEqualTo("42501");
            client.query("SELECT set_config('search_path', 'app', false)");
            assertThat(shows(client.query("SELECT v FROM t"), "application")).isTrue();
            assertThat(shows(client.query("RESET search_path; SELECT v FROM t"), "open")).isTrue();
            client.query("SET search_path = hidden");
            assertThat(sqlState(client.query("SELECT v FROM t"))).isEqualTo("42501");
            client.query("SET search_path = \"$user\", public");
            assertThat(shows(client.query("SELECT v FROM t"), "open")).isTrue();
        }
    }

    @Test
    void whatARollbackBringsBackIsFollowed() throws Exception {
        try (RawPostgres client = connect()) {
            client.query("SET search_path = hidden");
            client.query("BEGIN");
            client.query("SET search_path = public");
            assertThat(shows(client.query("SELECT v FROM t"), "open")).isTrue();
            client.query("ROLLBACK");
            assertThat(sqlState(client.query("SELECT v FROM t"))).isEqualTo("42501");

            client.query("BEGIN; SAVEPOINT s; SET LOCAL search_path = app");
            assertThat(shows(client.query("SELECT v FROM t"), "application")).isTrue();
            assertThat(sqlState(client.query("ROLLBACK TO s; SELECT v FROM t"))).isEqualTo("42501");
            client.query("ROLLBACK");
        }
    }

    @Test
    void aPortalShowsWhatItsNamesMeantWhenItWasBound() throws Exception {
        try (RawPostgres client = connect()) {
            client.send(Frontend.parse("s", "SELECT v FROM t"), Frontend.sync());
            client.readUntil('Z');
            client.query("BEGIN");
            client.query("SET search_path = hidden");
            client.send(Frontend.bind("p", "s"), Frontend.flush());
            client.readUntil('2');
            client.send(
                    Frontend.parse("", "SET search_path = public"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.flush());
            client.readUntil('C');
            client.send(Frontend.execute("p", 0), Frontend.sync());
            List<Message> answers = client.readUntil('Z');
            assertThat(sqlState(answers)).isEqualTo("42501");
            assertThat(shows(answers, "secret")).isFalse();
        }
    }

    @Test
    void aPathSetByWhatANameStandsForIsSeen() throws Exception {
        try (RawPostgres client = connect()) {
            client.query("PREPARE p AS SELECT set_config('search_path', 'hidden', false)");
            assertThat(sqlState(client.query("EXECUTE p; SELECT v FROM t"))).isEqualTo("42501");
            client.query("EXECUTE p");
            assertThat(sqlState(client.query("SELECT v FROM t"))).isEqualTo("42501");
        }
    }

    @Test
    void aPathSetByTheFirstRowsOfAPortalIsSeen() throws Exception {
        try (RawPostgres client = connect()) {
            client.send(
                    Frontend.parse(
                            "",
                            "SELECT set_config('search_path', 'hidden', false) FROM (VALUES (1), (2)) x"),
                    Frontend.bind("p", ""),
                    Frontend.execute("p", 1),
                    Frontend.flush());
            client.readUntil('s');
            client.send(
                    Frontend.parse("", "SELECT v FROM t"),
                    Frontend.bind("", ""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            List<Message> answers = client.readUntil('Z');
            assertThat(sqlState(answers)).isEqualTo("42501");
            assertThat(shows(answers, "secret")).isFalse();
        }
    }

    @Test
    void aLoginsOwnPathIsTakenFromTheServersReport() throws Exception {
        server.run("postgres", "ALTER ROLE postgres SET search_path = hidden");
        try (RawPostgres client = connect()) {
            assertThat(sqlState(client.query("SELECT v FROM t"))).isEqualTo("42501");
            client.query("SET search_path = app");
            assertThat(shows(client.query("SELECT v FROM t"), "application")).isTrue();
            assertThat(sqlState(client.query("RESET search_path; SELECT v FROM t")))
                    .isEqualTo("42501");
        } finally {
            server.run("postgres", "ALTER ROLE postgres RESET search_path");
        }
    }
}
