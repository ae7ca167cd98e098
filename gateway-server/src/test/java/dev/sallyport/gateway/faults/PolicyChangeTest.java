package dev.sallyport.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.ControlApi;
import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.model.recording.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new version of the policy does to a session that is open: it holds from the next statement on. And for what an
/// answer holds.
class PolicyChangeTest {
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.sub == 'job'"}
              dba: {when: "claims.sub == 'dana'"}
              gateway-admin: {when: "claims.sub == 'adam'"}
            rules:
              - {id: all, who: [job], targets: [orders-prod], effects: ["*"], allow: true}
              - {id: new, who: [job], targets: [orders-prod], effects: [insert], deny: "not yet", shadow: true}
              - {id: ask, who: [job], targets: [orders-prod], effects: [update], when: "statement.parameters == ['7']", approve: {from: [dba], holds: {for: 1h, times: 3}}}
            """;

    @TempDir private Path folder;

    private Issuer issuer;
    private PostgresServer server;
    private RunningGateway gateway;
    private ControlApi control;

    @BeforeEach
    void start() throws Exception {
        issuer = Issuer.start();
        server = PostgresServer.start(PostgresOptions.defaults());
        server.run("postgres", "CREATE TABLE t AS SELECT 7 AS id, 'secret' AS v");
        open(POLICY);
    }

    @AfterEach
    void end() {
        control.close();
        gateway.close();
        server.close();
        issuer.close();
    }

    /// Starts the gateway with this in its policy file, and whatever state the last one left.
    private void open(String policy) throws Exception {
        gateway = RunningGateway.start(RunningGateway.Setup.of(folder, issuer, server, policy));
        control = new ControlApi(gateway.control());
    }

    private void restart(String policy) throws Exception {
        control.close();
        gateway.close();
        open(policy);
    }

    private String token(String who) {
        return issuer.token(Map.of("sub", who, "aud", "sallyport"));
    }

    private Connection connect() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", RunningGateway.TARGET);
        properties.setProperty("password", token("job"));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + gateway.postgres().getPort() + "/postgres",
                properties);
    }

    private void change(String path, Map<String, String> body, int status) {
        ControlApi.Reply reply = control.post(token("adam"), "/v1/policy/" + path, body);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
    }

    private void activate(String policy) {
        change("versions", Map.of("text", policy, "reason", "a test"), 201);
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void anOpenSessionFollowsAtItsNextStatement() throws Exception {
        try (Connection connection = connect()) {
            assertThat(value(connection, "SELECT v FROM t")).isEqualTo("secret");

            activate(
                    POLICY
                            + """
                            masks:
                              - {id: v, columns: ["public.t.v"], with: redact}
                            """);
            assertThat(value(connection, "SELECT v FROM t")).isNotEqualTo("secret");

            activate(POLICY.replace("effects: [\"*\"]", "effects: [transaction, set]"));
            assertThatThrownBy(() -> value(connection, "SELECT v FROM t"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("refused by rule <default>");

            // The role is given by other claims now: this session's person does not hold it any
            // more.
            activate(POLICY.replace("claims.sub == 'job'", "claims.sub == 'another'"));
            assertThatThrownBy(() -> value(connection, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("somebody without a role");

            change("rollback", Map.of("reason", "wrong"), 201);
            change("rollback", Map.of(), 201);
            change("rollback", Map.of(), 201);
            assertThat(value(connection, "SELECT v FROM t")).isEqualTo("secret");
        }
    }

    @Test
    void whatIsInForceOutlivesTheGateway() throws Exception {
        activate(POLICY.replace("effects: [\"*\"]", "effects: [transaction, set]"));
        restart(POLICY + "# another file\n");
        try (Connection connection = connect()) {
            assertThatThrownBy(() -> value(connection, "SELECT v FROM t"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("refused by rule <default>");
            change("reload", Map.of(), 201);
            assertThat(value(connection, "SELECT v FROM t")).isEqualTo("secret");

            Files.writeString(folder.resolve("policy.yaml"), POLICY.replace("[\"*\"]", "[set]"));
            gateway.gateway().reloadPolicy();
            assertThatThrownBy(() -> value(connection, "SELECT v FROM t"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void whatARuleInShadowWouldHaveDoneIsRecorded() throws Exception {
        String text = "INSERT INTO t VALUES (8, 'watched')";
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(text)).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(
                                        Recorded.sessionThatAsked(text, gateway)
                                                .all(Event.Noted.class)
                                                .filter(noted ->
                                                        noted.what().equals("shadow-decision")))
                                .singleElement()
                                .satisfies(noted ->
                                        assertThat(noted.values())
                                                .containsEntry("verdict", "deny")
                                                .containsEntry("rules", "new")));
    }

    @Test
    void anAnswerHoldsForTheVerySameStatementAsOftenAsItSays() throws Exception {
        try (Connection connection = connect();
                ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            // The value is bound as a binary int4, and read by its type.
            CompletableFuture<Integer> first =
                    CompletableFuture.supplyAsync(
                            () -> update(connection, "UPDATE t SET v = 'x' WHERE id = ?"), other);
            approve();
            assertThat(first.get()).isEqualTo(1);
            // The second and the third time nobody is asked.
            assertThat(update(connection, "UPDATE t SET v = 'x' WHERE id = ?")).isEqualTo(1);
            assertThat(update(connection, "UPDATE t SET v = 'x' WHERE id = ?")).isEqualTo(1);
            assertThat(open()).isEmpty();

            CompletableFuture<Integer> fourth =
                    CompletableFuture.supplyAsync(
                            () -> update(connection, "UPDATE t SET v = 'x' WHERE id = ?"), other);
            approve();
            assertThat(fourth.get()).isEqualTo(1);
            // One letter more is another statement; and a new version of the policy asks anew.
            CompletableFuture<Integer> another =
                    CompletableFuture.supplyAsync(
                            () -> update(connection, "UPDATE t SET v = 'xx' WHERE id = ?"), other);
            approve();
            assertThat(another.get()).isEqualTo(1);
            activate(POLICY + "# changed\n");
            CompletableFuture<Integer> anew =
                    CompletableFuture.supplyAsync(
                            () -> update(connection, "UPDATE t SET v = 'x' WHERE id = ?"), other);
            approve();
            assertThat(anew.get()).isEqualTo(1);
        }
    }

    private static int update(Connection connection, String sql) {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, 7);
            return update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> open() {
        return control.get(token("dana"), "/v1/approvals")
                .body()
                .path("approvals")
                .valueStream()
                .map(approval -> approval.path("id").asText())
                .toList();
    }

    private void approve() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !open().isEmpty());
        String path = "/v1/approvals/" + open().getFirst();
        var details = control.get(token("dana"), path).body();
        assertThat(details.path("holds").asText()).isEqualTo("for 1 h, at most 3 times");
        ControlApi.Reply reply =
                control.post(
                        token("dana"),
                        path + "/answer",
                        Map.of(
                                "yes",
                                true,
                                "reason",
                                "",
                                "sha256",
                                details.path("sha256").asText()));
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    }
}
