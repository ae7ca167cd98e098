package dev.sallyport.gateway.faults;

import dev.sallyport.demo.ControlApi;
import dev.sallyport.demo.Folders;
import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.Gateway;
import dev.sallyport.gateway.config.ConfigFile;
import dev.sallyport.gateway.config.GatewayConfig;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A PostgreSQL and an identity provider, and gateways in front of them: where the tests of this package happen.
final class Site implements AutoCloseable {
    static final String TARGET = "orders-prod";
    static final String DATABASE = "postgres";

    /// All may pass but: `DROP` is refused; to alter `held` needs a dba within minutes, `brief` within a second; and
    /// what is in `people.email` is masked.
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.kind == 'job'"}
              dba: {when: "'dba' in claims.groups"}
              gateway-admin: {when: "'gateway-admins' in claims.groups"}
            rules:
              - {id: work, who: [job], targets: ['*'], effects: ['*', unknown], allow: true}
              - {id: no-drop, who: ['*'], targets: ['*'], effects: [drop], deny: "nothing is dropped here"}
              - id: ddl-needs-dba
                who: [job]
                targets: ['*']
                effects: [alter]
                relations: ["public.held"]
                approve: {from: [dba], people: 1, wait: 5m}
                say: "schema changes need the word of a dba"
              - id: brief-wait
                who: [job]
                targets: ['*']
                effects: [alter]
                relations: ["public.brief"]
                approve: {from: [dba], people: 1, wait: 1s}
            masks:
              - {id: email, columns: ["*.people.email"], with: email}
            """;

    private final List<Path> folders = new ArrayList<>();
    private final PostgresServer server;
    private final Issuer issuer;

    private Site(PostgresServer server, Issuer issuer) {
        this.server = server;
        this.issuer = issuer;
    }

    static Site open() throws IOException, SQLException {
        Site site = new Site(PostgresServer.start(PostgresOptions.defaults()), Issuer.start());
        site.issuer.register("job", "not used", Map.of("kind", "job"));
        site.issuer.register(
                "dba-on-call", "not used", Map.of("groups", List.of("dba", "gateway-admins")));
        site.server.run(
                DATABASE,
                """
                CREATE TABLE rows (n int PRIMARY KEY);
                CREATE TABLE held (id int);
                CREATE TABLE brief (id int);
                CREATE TABLE people (id int, email text);
                INSERT INTO people SELECT i, 'somebody' || i || '@example.test'
                    FROM generate_series(1, 100) i
                """);
        return site;
    }

    /// A gateway in a folder of its own; whoever asks for it closes it.
    RunningGateway gateway(UnaryOperator<RunningGateway.Setup> differently)
            throws IOException, InterruptedException {
        return gateway(server, differently);
    }

    RunningGateway gateway(PostgresServer before, UnaryOperator<RunningGateway.Setup> differently)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sallyport-test-");
        folders.add(folder);
        return RunningGateway.start(
                differently.apply(RunningGateway.Setup.of(folder, issuer, before, POLICY)));
    }

    /// A gateway before something that is no well-behaved PostgreSQL.
    ///
    /// @param tls of the target, as the configuration has it: `{mode: disable}`
    Before before(int port, String tls) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sallyport-test-");
        folders.add(folder);
        Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Path password =
                Files.createFile(
                        folder.resolve("target-password"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, server.superuserPassword());
        Path file =
                Files.writeString(
                        folder.resolve("gateway.yaml"),
                        """
                        schema: sallyport.gateway/v1
                        state: ./state
                        listen: {control: "127.0.0.1:0", postgres: "127.0.0.1:0"}
                        issuers: [{name: ci, issuer: "%s", audience: sallyport}]
                        policy: policy.yaml
                        recordings: {folder: ./recordings}
                        limits: {loginSeconds: 2}
                        targets:
                          %s:
                            protocol: postgres
                            address: %s:%d
                            database: %s
                            tls: %s
                            credential: {user: %s, password: "file:target-password"}
                        """
                                .formatted(
                                        issuer.uri(),
                                        TARGET,
                                        PostgresServer.HOST,
                                        port,
                                        DATABASE,
                                        tls,
                                        PostgresServer.SUPERUSER));
        if (ConfigFile.load(file) instanceof ConfigFile.Loaded.Ready(GatewayConfig config)
                && PolicyFile.load(config.policy())
                        instanceof PolicyFile.Loaded.Ready(PolicyFile policy)) {
            return new Before(
                    Gateway.start(config, policy, Gateway.Environment.real()),
                    folder.resolve("recordings"));
        }
        throw new IllegalArgumentException(ConfigFile.load(file).toString());
    }

    /// Such a gateway, and where its recordings lie.
    record Before(Gateway gateway, Path recordings) implements AutoCloseable {
        int port() {
            return gateway.postgresAddress().getPort();
        }

        @Override
        public void close() {
            gateway.close();
        }
    }

    RawPostgres login(Before gateway) throws IOException {
        return RawPostgres.login(gateway.port(), TARGET, token("job"), DATABASE);
    }

    PostgresServer server() {
        return server;
    }

    String token(String who) {
        return issuer.tokenFor(who, "sallyport");
    }

    RawPostgres login(RunningGateway gateway) throws IOException {
        return RawPostgres.login(gateway.postgres().getPort(), TARGET, token("job"), DATABASE);
    }

    /// Asks the database itself, past the gateway: the first column of all rows, with commas between.
    String look(String sql) throws SQLException {
        try (var connection = server.connect(DATABASE);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return String.join(",", values);
        }
    }

    void run(String sql) throws SQLException {
        server.run(DATABASE, sql);
    }

    ControlApi.Reply get(RunningGateway gateway, String path) {
        try (ControlApi api = new ControlApi(gateway.control())) {
            return api.get(token("dba-on-call"), path);
        }
    }

    ControlApi.Reply delete(RunningGateway gateway, String path) {
        try (ControlApi api = new ControlApi(gateway.control())) {
            return api.delete(token("dba-on-call"), path);
        }
    }

    /// Answers a question as the dba on call.
    ControlApi.Reply answer(RunningGateway gateway, String approval, String word, String reason) {
        try (ControlApi api = new ControlApi(gateway.control())) {
            String path = "/v1/approvals/" + approval;
            String token = token("dba-on-call");
            String sha256 = api.get(token, path).body().path("sha256").asText();
            return api.post(
                    token,
                    path + "/answer",
                    Map.of("yes", word.equals("yes"), "reason", reason, "sha256", sha256));
        }
    }

    /// The types of these messages as one word: `CZ` for CommandComplete and ReadyForQuery.
    static String types(List<Message> messages) {
        return messages.stream()
                .map(message -> String.valueOf(message.type()))
                .collect(Collectors.joining());
    }

    /// The first of these messages that has this type.
    static Message first(char type, List<Message> messages) {
        return messages.stream()
                .filter(message -> message.type() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + messages));
    }

    /// What the transaction is said to be in the last of these messages: `I`, `T` or `E`.
    static char state(List<Message> messages) {
        Message last = messages.getLast();
        if (last.type() != 'Z') {
            throw new AssertionError("last is " + last + " (expected: Z)");
        }
        return (char) last.body()[0];
    }

    @Override
    public void close() throws IOException {
        issuer.close();
        server.close();
        for (Path folder : folders) {
            Folders.delete(folder);
        }
    }
}
