package dev.sallyport.demo;

import dev.sallyport.gateway.Gateway;
import dev.sallyport.gateway.config.ConfigFile;
import dev.sallyport.gateway.config.GatewayConfig;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.recording.GatewayKeys;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.model.recording.ReadingKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A gateway in this process, in front of one real PostgreSQL, set up as an administrator would: from a
/// `gateway.yaml` and a `policy.yaml` in a folder of its own.
public final class RunningGateway implements AutoCloseable {
    /// What clients name in their user name.
    public static final String TARGET = "orders-prod";

    private final Path folder;
    private final Gateway gateway;

    /// What the gateway stands in front of, and how. Immutable: each method gives a changed copy.
    public static final class Setup implements Cloneable {
        private final Path folder;
        private final Issuer issuer;
        private final PostgresServer server;
        private final String policy;
        private String database = "postgres";
        private String user = PostgresServer.SUPERUSER;
        private String password;
        private Optional<Certificates> tls = Optional.empty();
        private String targetHost = PostgresServer.HOST;
        private String targetTls = "{mode: disable}";
        private Gateway.Environment environment = Gateway.Environment.real();
        private Ports ports = new Ports(0, 0);
        private List<String> limits = List.of();
        private Optional<String> maskKey = Optional.empty();

        private Setup(Path folder, Issuer issuer, PostgresServer server, String policy) {
            this.folder = folder;
            this.issuer = issuer;
            this.server = server;
            this.policy = policy;
            this.password = server.superuserPassword();
        }

        /// @param folder gets configuration, state and recordings
        /// @param policy text of the policy file
        public static Setup of(Path folder, Issuer issuer, PostgresServer server, String policy) {
            return new Setup(folder, issuer, server, policy);
        }

        /// Who the gateway is at the server, and the one database that it opens.
        public Setup as(String newDatabase, String newUser, String newPassword) {
            return with(copy -> {
                copy.database = newDatabase;
                copy.user = newUser;
                copy.password = newPassword;
            });
        }

        /// What clients are shown.
        public Setup tls(Certificates shown) {
            return with(copy -> copy.tls = Optional.of(shown));
        }

        /// How the server's TLS is checked.
        ///
        /// @param host by which the server's certificate is known
        /// @param yaml the target's `tls`, such as `{mode: verify-full, ca: ca.crt}`
        public Setup targetTls(String host, String yaml) {
            return with(copy -> {
                copy.targetHost = host;
                copy.targetTls = yaml;
            });
        }

        /// Clock and journal.
        public Setup environment(Gateway.Environment other) {
            return with(copy -> copy.environment = other);
        }

        public Setup ports(int postgres, int control) {
            return with(copy -> copy.ports = new Ports(postgres, control));
        }

        /// @param line of the configuration's `limits`, such as `loginSeconds: 2`
        public Setup limit(String line) {
            return with(
                    copy -> copy.limits = Stream.concat(limits.stream(), Stream.of(line)).toList());
        }

        /// @param secret that masks hash with
        public Setup maskKey(String secret) {
            return with(copy -> copy.maskKey = Optional.of(secret));
        }

        private Setup with(Consumer<Setup> change) {
            try {
                Setup copy = (Setup) clone();
                change.accept(copy);
                return copy;
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("Setup is Cloneable", e);
            }
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
        Files.createDirectories(setup.folder);
        secret(setup.folder.resolve("target-password"), setup.password);
        if (setup.maskKey.isPresent()) {
            secret(setup.folder.resolve("mask-key"), setup.maskKey.get());
        }
        Files.writeString(setup.folder.resolve("policy.yaml"), setup.policy);
        Path file = Files.writeString(setup.folder.resolve("gateway.yaml"), configuration(setup));
        GatewayConfig config =
                switch (ConfigFile.load(file)) {
                    case ConfigFile.Loaded.Ready(GatewayConfig good) -> good;
                    case ConfigFile.Loaded.Faulty(var problems) ->
                            throw new IllegalArgumentException(problems.toString());
                };
        return new RunningGateway(
                setup.folder, Gateway.start(config, policy(config), setup.environment));
    }

    private static void secret(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret);
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
                                .formatted(setup.ports.control(), setup.ports.postgres()));
        if (setup.tls.isPresent()) {
            Certificates.PemFiles files =
                    setup.tls.get().writeTo(Files.createDirectories(setup.folder.resolve("tls")));
            yaml.append(
                    "tls: {certificate: %s, key: %s}\n"
                            .formatted(files.certificate(), files.key()));
        }
        if (setup.maskKey.isPresent()) {
            yaml.append("masking: {key: \"file:mask-key\"}\n");
        }
        if (!setup.limits.isEmpty()) {
            yaml.append("limits: {%s}\n".formatted(String.join(", ", setup.limits)));
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
                            tls: %s
                            credential: {user: %s, password: "file:target-password"}
                        """
                                .formatted(
                                        setup.issuer.uri(),
                                        TARGET,
                                        setup.targetHost,
                                        setup.server.port(),
                                        setup.database,
                                        setup.targetTls,
                                        setup.user))
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

    /// The file with what opens the recordings.
    public Path readingKey() {
        return folder.resolve("state").resolve(GatewayKeys.READING_FILE);
    }

    /// What opens the recordings of a gateway started here.
    ///
    /// @param recordings where they lie
    public static List<ReadingKey> readingKeys(Path recordings) throws IOException {
        Path key = recordings.resolveSibling("state").resolve(GatewayKeys.READING_FILE);
        return Files.exists(key) ? List.of(ReadingKey.ofPem(Files.readString(key))) : List.of();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
