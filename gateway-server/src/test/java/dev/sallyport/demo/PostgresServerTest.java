package dev.sallyport.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.PostgresOptions.Authentication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The embedded server is what most tests stand on, so it is shown to be as strict as a real one.
final class PostgresServerTest {
    private static final Certificates CERTIFICATES = Certificates.forLocalhost();

    @TempDir static Path folder;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server =
                PostgresServer.start(
                        PostgresOptions.defaults()
                                .tls(CERTIFICATES)
                                .user("scram", "correct")
                                .user("tls", "correct", Authentication.SCRAM_SHA_256_TLS)
                                .user("md5", "correct", Authentication.MD5)
                                .user("clear", "correct", Authentication.PASSWORD)
                                .user("trusted", "correct", Authentication.TRUST)
                                .user("certified", "correct", Authentication.CERTIFICATE)
                                .database("shop", "scram"));
        server.run("shop", Shop.sql());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scram", "tls", "md5", "clear"})
    void takesTheRightPasswordAndRefusesTheWrongOne(String user) throws Exception {
        try (Connection connection = connect(user, "correct", "require")) {
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> connect(user, "wrong", "require"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void refusesPlainConnectionsWhereTlsIsDue() {
        assertThatThrownBy(() -> connect("tls", "correct", "disable"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void theCertificateIsGoodForItsAddressAndItsAuthority() throws Exception {
        try (Connection connection = connect("scram", "correct", "verify-full")) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void aTrustedUserNeedsNoPassword() throws Exception {
        try (Connection connection = connect("trusted", "whatever", "disable")) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void theShopIsTheSameEverywhere() throws Exception {
        try (Connection connection = server.connect("shop");
                ResultSet counts =
                        connection
                                .createStatement()
                                .executeQuery(
                                        """
                                        SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM orders),
                                               (SELECT md5(string_agg(c::text, '|' ORDER BY id)) FROM customers c),
                                               (SELECT md5(string_agg(o::text, '|' ORDER BY id)) FROM orders o)
                                        """)) {
            counts.next();
            assertThat(counts.getInt(1)).isEqualTo(Shop.CUSTOMERS);
            assertThat(counts.getInt(2)).isEqualTo(Shop.ORDERS);
            assertThat(counts.getString(3)).isEqualTo("9f9a4fb8a7df67f14f1d6c479b86475d");
            assertThat(counts.getString(4)).isEqualTo("14fe774fd966f4c4a7274bb75d652dfc");
        }
    }

    @Test
    void cardNumbersHaveARightCheckDigit() throws Exception {
        try (Connection connection = server.connect("shop");
                ResultSet cards =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT card_number FROM customers WHERE card_number IS NOT NULL")) {
            while (cards.next()) {
                assertThat(cards.getString(1))
                        .hasSize(16)
                        .matches(PostgresServerTest::hasRightCheckDigit);
            }
        }
    }

    @Test
    void closingLeavesNothing() throws Exception {
        PostgresServer other = PostgresServer.start(PostgresOptions.defaults());
        Path data;
        try (Connection connection = other.connect("postgres");
                ResultSet setting =
                        connection.createStatement().executeQuery("SHOW data_directory")) {
            setting.next();
            data = Path.of(setting.getString(1));
        }
        assertThat(data).exists();
        var processes = other.processes();
        assertThat(processes).isNotEmpty();

        other.close();

        assertThat(data.getParent()).doesNotExist();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        other.close(); // twice is fine
    }

    @Test
    void endsWithTheProcessThatStartedItEvenIfThatIsKilled() throws Exception {
        Process parent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledParent.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        parent.inputReader().readLine(); // written once the server is up
        var server = parent.descendants().toList();
        assertThat(server).hasSizeGreaterThan(2);

        parent.destroyForcibly().waitFor();

        await().untilAsserted(() -> assertThat(server).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() ->
                        PostgresServer.start(
                                PostgresOptions.defaults().setting("wal_level", "nonsense")))
                .hasMessageContaining("wal_level");
    }

    private static boolean hasRightCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
        }
        return sum % 10 == 0;
    }

    private static Connection connect(String user, String password, String tls) throws Exception {
        Path authority = CERTIFICATES.writeTo(Files.createTempDirectory(folder, "tls")).authority();
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", tls);
        properties.setProperty("sslrootcert", authority.toString());
        return DriverManager.getConnection(server.jdbcUrl("shop"), properties);
    }
}
