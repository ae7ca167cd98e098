package dev.sallyport.demo;

import dev.sallyport.gateway.Gateway;
import dev.sallyport.gateway.config.ConfigFile;
import dev.sallyport.gateway.config.GatewayConfig;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.policy.PolicyHolder;
import dev.sallyport.gateway.sql.PostgresReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A gateway in this process, in front of one real PostgreSQL, set up as an administrator would: from a
/// `gateway.yaml` and a `policy.yaml` in a folder of its own.
public final class RunningGateway implements AutoCloseable {
    private final Path folder;
    private final Gateway gateway;

    /// What the gateway stands in front of, and how.
    ///
    /// @param folder gets configuration, state and recordings
    /// @param target what clients name in their user name
    /// @param user at the server, with its password
    /// @param policy text of the policy file
    /// @param tls what clients are shown; empty for none
    /// @param environment clock and journal
    public record Setup(
            Path folder,
            Issuer issuer,
            PostgresServer server,
            String target,
            String database,
            String user,
            String password,
            String policy,
            Optional<Certificates> tls,
            Gateway.Environment environment,
            Ports ports,
            List<String> limits) {
        public static Setup of(Path folder, Issuer issuer, PostgresServer server, String policy) {
            return new Setup(
                    folder,
                    issuer,
                    server,
                    "orders-prod",
                    "postgres",
                    PostgresServer.SUPERUSER,
                    server.superuserPassword(),
                    policy,
                    Optional.empty(),
                    Gateway.Environment.real(),
                    new Ports(0, 0),
                    List.of());
        }

        public Setup as(String newDatabase, String newUser, String newPassword) {
            return new Setup(
                    folder,
                    issuer,
                    server,
                    target,
                    newDatabase,
                    newUser,
                    newPassword,
                    policy,
                    tls,
                    environment,
                    ports,
                    limits);
        }

        public Setup tls(Certificates shown) {
            return new Setup(
                    folder,
                    issuer,
                    server,
                    target,
                    database,
                    user,
                    password,
                    policy,
                    Optional.of(shown),
                    environment,
                    ports,
                    limits);
        }

        public Setup environment(Gateway.Environment other) {
            return new Setup(
                    folder, issuer, server, target, database, user, password, policy, tls, other,
                    ports, limits);
        }

        public Setup ports(int postgres, int control) {
            return new Setup(
                    folder,
                    issuer,
                    server,
                    target,
                    database,
                    user,
                    password,
                    policy,
                    tls,
                    environment,
                    new Ports(postgres, control),
                    limits);
        }

        /// @param line of the configuration's `limits`, such as `loginSeconds: 2`
        public Setup limit(String line) {
            List<String> more = Stream.concat(limits.stream(), Stream.of(line)).toList();
            return new Setup(
                    folder,
                    issuer,
                    server,
                    target,
                    database,
                    user,
                    password,
                    policy,
                    tls,
                    environment,
                    ports,
                    more);
        }
    }

    /// Ports to listen on, 0 for free ones.
    public record Ports(int postgres, int control) {}

    private RunningGateway(Path folder, Gateway gateway) {
        this.folder = folder;
        this.gateway = gateway;
    }

    /// @throws IllegalArgumentException where configuration or policy has problems, naming all of them
    public static RunningGateway start(Setup setup) throws IOException, InterruptedException {
        Files.createDirectories(setup.folder());
        Path password = setup.folder().resolve("target-password");
        Files.deleteIfExists(password);
        Files.createFile(
                password,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, setup.password());
        Files.writeString(setup.folder().resolve("policy.yaml"), setup.policy());
        Path file = Files.writeString(setup.folder().resolve("gateway.yaml"), configuration(setup));
        GatewayConfig config =
                switch (ConfigFile.load(file)) {
                    case ConfigFile.Loaded.Ready(GatewayConfig good) -> good;
                    case ConfigFile.Loaded.Faulty(var problems) ->
                            throw new IllegalArgumentException(problems.toString());
                };
        return new RunningGateway(
                setup.folder(),
                Gateway.start(
                        config, new PolicyHolder(policy(config).policy()), setup.environment()));
    }

    private static PolicyFile policy(GatewayConfig config) {
        PolicyFile policy =
                switch (PolicyFile.load(config.policy())) {
                    case PolicyFile.Loaded.Ready(PolicyFile good) -> good;
                    case PolicyFile.Loaded.Faulty(var problems) ->
                            throw new IllegalArgumentException(problems.toString());
                };
        PostgresReader reader = new PostgresReader();
        var failures = policy.failures(sql -> reader.read(sql).actions());
        if (!failures.isEmpty()) {
            throw new IllegalArgumentException(failures.toString());
        }
        return policy;
    }

    private static String configuration(Setup setup) throws IOException {
        StringBuilder yaml =
                new StringBuilder(
                        """
                        schema: sallyport.gateway/v1
                        state: ./state
                        listen:
                          control: 127.0.0.1:%d
                          postgres: 127.0.0.1:%d
                        """
                                .formatted(setup.ports().control(), setup.ports().postgres()));
        if (setup.tls().isPresent()) {
            Path folder = Files.createDirectories(setup.folder().resolve("tls"));
            Certificates.PemFiles files = setup.tls().get().writeTo(folder);
            yaml.append(
                    "tls: {certificate: %s, key: %s}\n"
                            .formatted(files.certificate(), files.key()));
        }
        if (!setup.limits().isEmpty()) {
            yaml.append("limits: {%s}\n".formatted(String.join(", ", setup.limits())));
        }
        return yaml.append(
                        """
                        issuers:
                          - {name: ci, issuer: "%s", audience: sallyport}
                        policy: policy.yaml
                        recordings: {folder: ./recordings}
                        control: {administrators: [gateway-admin]}
                        targets:
                          %s:
                            protocol: postgres
                            address: %s:%d
                            database: %s
                            labels: {env: prod}
                            tls: {mode: disable}          # loopback only
                            credential: {user: %s, password: "file:target-password"}
                        """
                                .formatted(
                                        setup.issuer().uri(),
                                        setup.target(),
                                        PostgresServer.HOST,
                                        setup.server().port(),
                                        setup.database(),
                                        setup.user()))
                .toString();
    }

    public InetSocketAddress postgres() {
        return gateway.postgresAddress();
    }

    /// The control API's address as a URL.
    public String control() {
        return "http://127.0.0.1:" + gateway.controlAddress().getPort();
    }

    public Gateway gateway() {
        return gateway;
    }

    /// Where the recordings lie.
    public Path recordings() {
        return folder.resolve("recordings");
    }

    @Override
    public void close() {
        gateway.close();
    }
}
