package dev.sallyport.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.config.GatewayConfig.Durability;
import dev.sallyport.gateway.config.GatewayConfig.Limits;
import dev.sallyport.gateway.config.TargetConfig.CredentialRef;
import dev.sallyport.gateway.identity.IssuerConfig;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.OpenTarget.Tls.Mode;
import dev.sallyport.model.recording.ReadingKey;
import dev.sallyport.model.recording.RecipientKey;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String SMALLEST =
            """
            schema: sallyport.gateway/v1
            issuers:
              - {name: ci, issuer: "https://ci.example.test", audience: sallyport}
            policy: policy.yaml
            targets:
              orders:
                protocol: postgres
                address: db.example.com
                credential: {user: orders_app}
            """;

    @TempDir private Path folder;

    @BeforeEach
    void policy() throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), "x");
    }

    @Test
    void whatIsNotSaidHasSensibleDefaults() throws IOException {
        GatewayConfig config = load(SMALLEST);

        assertThat(config.state()).isEqualTo(folder.resolve("state"));
        assertThat(config.listen().control()).isEqualTo(at("127.0.0.1", 7070));
        assertThat(config.listen().postgres()).isEqualTo(at("127.0.0.1", 7432));
        assertThat(config.tls()).isEmpty();
        assertThat(config.issuers())
                .containsExactly(
                        IssuerConfig.of("ci", URI.create("https://ci.example.test"), "sallyport"));
        assertThat(config.recordings())
                .isEqualTo(
                        new GatewayConfig.Recordings(
                                folder.resolve("recordings"),
                                Durability.WRITTEN,
                                1 << 20,
                                List.of(),
                                Optional.empty()));
        assertThat(config.limits()).isEqualTo(new Limits(10_000, 30, 200, 256 << 10, 16 << 20, 0));
        assertThat(config.control().administrators()).isEmpty();
        assertThat(config.targets())
                .containsOnly(
                        Map.entry(
                                new TargetName("orders"),
                                new TargetConfig(
                                        new Target(new TargetName("orders"), "postgres", Map.of()),
                                        "db.example.com",
                                        5432,
                                        Optional.empty(),
                                        new OpenTarget.Tls(Mode.VERIFY_FULL, null, null, null),
                                        new CredentialRef("orders_app", Optional.empty()))));
    }

    @Test
    void everythingThatCanBeSaidIsRead() throws IOException {
        for (String name :
                new String[] {"server.crt", "server.key", "ca.crt", "client.crt", "client.key"}) {
            Files.writeString(folder.resolve(name), "x");
            Files.setPosixFilePermissions(
                    folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }

        GatewayConfig config =
                load(
                        """
                        schema: sallyport.gateway/v1
                        state: var/state
                        listen: {control: "[::1]:0", postgres: "0.0.0.0:6432"}
                        tls: {certificate: server.crt, key: server.key}
                        issuers:
                          - name: people
                            issuer: http://127.0.0.1:9000/realm
                            audience: gate
                            algorithms: [EdDSA]
                            iatAgeMax: 10m
                            nameClaim: email
                        policy: ./policy.yaml
                        recordings: {folder: /var/lib/recordings, durability: forced, rowBytesMax: 0B}
                        limits:
                          sessionsMax: 5
                          loginSeconds: 6
                          preLoginConnectionsMax: 7
                          heldBytesMax: 8KiB
                          frameBytesMax: 9MiB
                          idleMinutes: 10
                        approvals: {}
                        targets:
                          orders-prod:
                            protocol: postgres
                            address: "[2001:db8::1]:6543"
                            database: orders
                            labels: {env: prod}
                            tls: {mode: verify-ca, ca: ca.crt, certificate: client.crt, key: client.key}
                            credential: {user: app, password: "file:secrets/app"}
                        control: {administrators: [gateway-admin]}
                        """);

        assertThat(config.state()).isEqualTo(folder.resolve("var/state"));
        assertThat(config.listen().control()).isEqualTo(at("::1", 0));
        assertThat(config.listen().postgres()).isEqualTo(at("0.0.0.0", 6432));
        assertThat(config.tls())
                .contains(
                        new GatewayConfig.ServerTls(
                                folder.resolve("server.crt"), folder.resolve("server.key")));
        assertThat(config.issuers())
                .containsExactly(
                        new IssuerConfig(
                                "people",
                                URI.create("http://127.0.0.1:9000/realm"),
                                "gate",
                                Set.of("EdDSA"),
                                Duration.ofMinutes(10),
                                Optional.of("email")));
        assertThat(config.policy()).isEqualTo(folder.resolve("policy.yaml"));
        assertThat(config.recordings())
                .isEqualTo(
                        new GatewayConfig.Recordings(
                                Path.of("/var/lib/recordings"),
                                Durability.FORCED,
                                0,
                                List.of(),
                                Optional.empty()));
        assertThat(config.limits()).isEqualTo(new Limits(5, 6, 7, 8 << 10, 9 << 20, 10));
        assertThat(config.control()).isEqualTo(new GatewayConfig.Control(Set.of("gateway-admin")));
        assertThat(config.targets().get(new TargetName("orders-prod")))
                .isEqualTo(
                        new TargetConfig(
                                new Target(
                                        new TargetName("orders-prod"),
                                        "postgres",
                                        Map.of("env", "prod")),
                                "2001:db8::1",
                                6543,
                                Optional.of("orders"),
                                new OpenTarget.Tls(
                                        Mode.VERIFY_CA,
                                        folder.resolve("ca.crt"),
                                        folder.resolve("client.crt"),
                                        folder.resolve("client.key")),
                                new CredentialRef(
                                        "app",
                                        Optional.of("file:" + folder.resolve("secrets/app")))));
    }

    @Test
    void auditorsKeysAreReadWithTheConfiguration() throws IOException {
        String yaml = SMALLEST + "recordings: {auditors: [auditor.pub], signingKeyDays: 90}\n";
        RecipientKey key = ReadingKey.generate().recipient();
        Files.writeString(folder.resolve("auditor.pub"), key.pem());
        GatewayConfig.Recordings recordings = load(yaml).recordings();
        assertThat(recordings.auditors())
                .singleElement()
                .satisfies(read -> assertThat(read.idText()).isEqualTo(key.idText()));
        assertThat(recordings.signingKeyAgeMax()).contains(Duration.ofDays(90));

        Files.writeString(folder.resolve("auditor.pub"), ReadingKey.generate().pem());
        Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);
        assertThat(ConfigFile.load(file).toString())
                .contains("an auditor's public key")
                .contains("BEGIN PUBLIC KEY");
    }

    @Test
    void aFileThatIsNotThereOrNotTextIsOneProblem() throws IOException {
        assertThat(ConfigFile.load(folder.resolve("none.yaml")).toString())
                .contains("none.yaml:1:1: error: there is no such file");

        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "schema: Gruß".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConfigFile.load(latin).toString())
                .contains("latin.yaml:1:1: error: file: not UTF-8");

        Path large = folder.resolve("large.yaml");
        Files.write(large, new byte[(1 << 20) + 1]);
        assertThat(ConfigFile.load(large).toString())
                .contains("large.yaml:1:1: error: file: larger than 1 MiB");

        Path empty = folder.resolve("empty.yaml");
        Files.writeString(empty, "# nothing yet\n");
        assertThat(ConfigFile.load(empty).toString())
                .contains("empty.yaml:1:1: error: the file is empty");
    }

    private GatewayConfig load(String text) throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, text);
        ConfigFile.Loaded loaded = ConfigFile.load(file);
        assertThat(loaded).isInstanceOf(ConfigFile.Loaded.Ready.class);
        return ((ConfigFile.Loaded.Ready) loaded).config();
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
