package dev.sallyport.gateway.protocol.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.demo.Certificates;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresOptions.Authentication;
import dev.sallyport.demo.PostgresServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The test's own client against the real server, before it judges anything else.
final class RawPostgresTest {
    private static final Certificates CERTIFICATES = Certificates.forLocalhost();
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server =
                PostgresServer.start(
                        PostgresOptions.defaults()
                                .tls(CERTIFICATES)
                                .user("scram", "correct")
                                .user("md5", "correct", Authentication.MD5)
                                .user("clear", "correct", Authentication.PASSWORD)
                                .user("trusted", "", Authentication.TRUST));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scram", "md5", "clear", "trusted"})
    void logsIn(String user) throws Exception {
        try (RawPostgres client = RawPostgres.login(server.port(), user, "correct", "postgres")) {
            assertThat(client.query("SELECT 'x'"))
                    .extracting(Message::type)
                    .containsExactly('T', 'D', 'C', 'Z');
            assertThat(client.parameters()).containsEntry("session_authorization", user);
        }
    }

    @Test
    void isRefused() {
        assertThatThrownBy(() -> RawPostgres.login(server.port(), "scram", "wrong", "postgres"))
                .isInstanceOfSatisfying(
                        RawPostgres.LoginRefused.class,
                        e -> assertThat(e.error().sqlState()).isEqualTo("28P01"));
    }

    @ParameterizedTest
    @CsvSource({"196608, 4", "196610, 32"})
    void getsAKeyAsLongAsTheProtocolSays(int protocol, int keyBytes) throws Exception {
        try (RawPostgres client = RawPostgres.open(server.port())) {
            client.login(protocol, Map.of("user", "trusted", "database", "postgres"), "");
            assertThat(client.key().body()).hasSize(4 + keyBytes);
        }
    }

    @Test
    void speaksTls() throws Exception {
        try (RawPostgres asked = RawPostgres.open(server.port());
                RawPostgres direct = RawPostgres.open(server.port())) {
            asked.startTls(CERTIFICATES.clientContext());
            direct.startDirectTls(CERTIFICATES.clientContext());
            for (RawPostgres client : new RawPostgres[] {asked, direct}) {
                client.login(
                        Frontend.PROTOCOL_3_0,
                        Map.of("user", "scram", "database", "postgres"),
                        "correct");
                Message row =
                        client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                                .get(1);
                assertThat(row.values()).containsExactly("t");
            }
        }
    }

    @Test
    void speaksTheExtendedProtocol() throws Exception {
        try (RawPostgres client =
                RawPostgres.login(server.port(), "scram", "correct", "postgres")) {
            client.send(
                    Frontend.parse("", "SELECT $1 || 'y'", 25),
                    Frontend.bind("", "", "x"),
                    Frontend.describePortal(""),
                    Frontend.execute("", 0),
                    Frontend.sync());
            var answer = client.readUntil('Z');
            assertThat(answer)
                    .extracting(Message::type)
                    .containsExactly('1', '2', 'T', 'D', 'C', 'Z');
            assertThat(answer.get(3).values()).containsExactly("xy");
        }
    }
}
