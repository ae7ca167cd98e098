package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.demo.Certificates;
import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS on both sides: clients must use it where a certificate is configured, by request or from the first byte, and the
/// target is believed only with a certificate that checks out.
class TlsTest {
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.sub == 'job'"}
            rules:
              - {id: all, who: [job], targets: ["*"], effects: ["*"], allow: true}
            """;

    private static Certificates certificates;
    private static Certificates others;
    private static Issuer issuer;
    private static PostgresServer server;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.forLocalhost();
        others = Certificates.forLocalhost();
        issuer = Issuer.start();
        server =
                PostgresServer.start(
                        PostgresOptions.defaults()
                                .tls(certificates)
                                .user(
                                        "scram",
                                        "secret",
                                        PostgresOptions.Authentication.SCRAM_SHA_256_TLS)
                                .user(
                                        "cert",
                                        "unused",
                                        PostgresOptions.Authentication.CERTIFICATE));
    }

    @AfterAll
    static void end() {
        server.close();
        issuer.close();
    }

    private RunningGateway.Setup setup() {
        return RunningGateway.Setup.of(folder, issuer, server, POLICY);
    }

    private static String token() {
        return issuer.token(Map.of("sub", "job", "aud", "sallyport"));
    }

    private static void login(RawPostgres client) throws Exception {
        client.login(
                3 << 16, Map.of("user", RunningGateway.TARGET, "database", "postgres"), token());
    }

    private static List<String> firstValues(RawPostgres client, String sql) throws Exception {
        return client.query(sql).stream()
                .filter(message -> message.type() == 'D')
                .map(message -> message.values()[0])
                .toList();
    }

    @Test
    void byRequestAndFromTheFirstByte() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(setup().tls(certificates))) {
            try (RawPostgres asking = RawPostgres.open(gateway.postgres().getPort())) {
                asking.startTls(certificates.clientContext());
                login(asking);
                assertThat(firstValues(asking, "SELECT 'asked'")).containsExactly("asked");
            }
            try (RawPostgres direct = RawPostgres.open(gateway.postgres().getPort())) {
                direct.startDirectTls(certificates.clientContext());
                login(direct);
                assertThat(firstValues(direct, "SELECT 'direct'")).containsExactly("direct");
            }
        }
    }

    @Test
    void withoutTlsNobodyGetsToThePassword() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(setup().tls(certificates));
                RawPostgres plain = RawPostgres.open(gateway.postgres().getPort())) {
            assertThatThrownBy(() -> login(plain))
                    .isInstanceOfSatisfying(
                            RawPostgres.LoginRefused.class,
                            refused -> {
                                assertThat(refused.error().sqlState()).isEqualTo("28000");
                                assertThat(text(refused.error())).contains("TLS is required");
                            });
        }
    }

    @Test
    void theTargetIsReachedOverTlsWithItsChannelBound() throws Exception {
        Certificates.PemFiles files = certificates.writeTo(folder.resolve("target"));
        RunningGateway.Setup setup =
                setup().as("postgres", "scram", "secret")
                        .targetTls(
                                "localhost", "{mode: verify-full, ca: " + files.authority() + "}");
        try (RunningGateway gateway = RunningGateway.start(setup);
                RawPostgres client = RawPostgres.open(gateway.postgres().getPort())) {
            login(client);
            assertThat(
                            firstValues(
                                    client,
                                    "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .containsExactly("TLSv1.3");
        }
    }

    @Test
    void theGatewayShowsTheTargetACertificateOfItsOwn() throws Exception {
        Certificates.PemFiles own = certificates.writeClientTo(folder.resolve("client"), "cert");
        RunningGateway.Setup setup =
                setup().as("postgres", "cert", "unused")
                        .targetTls(
                                "localhost",
                                "{mode: verify-full, ca: "
                                        + own.authority()
                                        + ", certificate: "
                                        + own.certificate()
                                        + ", key: "
                                        + own.key()
                                        + "}");
        try (RunningGateway gateway = RunningGateway.start(setup);
                RawPostgres client = RawPostgres.open(gateway.postgres().getPort())) {
            login(client);
            assertThat(firstValues(client, "SELECT current_user")).containsExactly("cert");
        }
    }

    @Test
    void aTargetWithAForeignCertificateIsNotSpokenTo() throws Exception {
        Certificates.PemFiles files = others.writeTo(folder.resolve("other"));
        RunningGateway.Setup setup =
                setup().as("postgres", "scram", "secret")
                        .targetTls(
                                "localhost", "{mode: verify-full, ca: " + files.authority() + "}");
        try (RunningGateway gateway = RunningGateway.start(setup);
                RawPostgres client = RawPostgres.open(gateway.postgres().getPort())) {
            assertThatThrownBy(() -> login(client))
                    .isInstanceOfSatisfying(
                            RawPostgres.LoginRefused.class,
                            refused -> assertThat(refused.error().sqlState()).isEqualTo("08001"));
        }
    }

    private static String text(Message error) {
        return String.valueOf(error.fields());
    }
}
