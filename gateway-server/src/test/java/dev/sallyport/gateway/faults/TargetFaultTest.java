package dev.sallyport.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.Certificates;
import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.gateway.faults.MeddlingTarget.Instead;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import dev.sallyport.model.recording.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Targets that die, lie, or never answer: the client is told clearly, the recording is closed and verifies, and a
/// session that was open all the time does not notice.
final class TargetFaultTest {
    private static final String NUMBERS = "SELECT n FROM generate_series(1, 20) n";
    private static final String LARGE = "SELECT repeat('x', 300000)";
    private static final String MASKED = "SELECT id, email FROM people ORDER BY id LIMIT 20";
    private static final String MASKED_LARGE =
            "SELECT email, repeat('x', 300000) FROM people ORDER BY id LIMIT 1";

    @TempDir static Path folder;
    private static Site site;
    private static MeddlingTarget target;
    private static Site.Before gateway;
    private static RawPostgres bystander;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open();
        target = new MeddlingTarget(site.server().port());
        gateway = site.before(target.port(), "{mode: disable}");
        bystander = site.login(gateway);
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable part : java.util.Arrays.asList(bystander, gateway, target, site)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @AfterEach
    void theBystanderStillWorks() throws Exception {
        target.meddle(MeddlingTarget::asItIs);
        assertThat(Site.types(bystander.query("SELECT 1"))).isEqualTo("TDCZ");
    }

    /// In place of a row; the ones before it have gone their way.
    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("dies between rows", NUMBERS, 5, Instead.gone(new byte[0])),
                Arguments.of("dies after a type byte", NUMBERS, 5, Instead.gone(ascii("D"))),
                Arguments.of("dies in a length", NUMBERS, 5, Instead.gone(new byte[] {'D', 0, 0})),
                Arguments.of("garbage", NUMBERS, 5, Instead.of(ascii("HTTP/1.1 200 OK\r\n\r\n"))),
                Arguments.of("zeros", NUMBERS, 5, Instead.of(new byte[64])),
                Arguments.of("length 3", NUMBERS, 5, lying('D', 3)),
                Arguments.of("length negative", NUMBERS, 5, lying('D', -1)),
                Arguments.of("a notice of 1 GB", NUMBERS, 5, lying('N', 1 << 30)),
                Arguments.of("a tag of 2 GB", NUMBERS, 5, lying('C', Integer.MAX_VALUE)),
                Arguments.of("an answer nobody asked for", NUMBERS, 5, message('1')),
                Arguments.of("a frontend's message", NUMBERS, 5, message('Q')),
                Arguments.of("unknown type", NUMBERS, 5, message('~')),
                Arguments.of("a second greeting", NUMBERS, 5, message('R')),
                Arguments.of("an error without fields", NUMBERS, 5, message('E')),
                Arguments.of(
                        "another encoding",
                        NUMBERS,
                        5,
                        Instead.of(Frontend.message('S', ascii("client_encoding\0LATIN1\0")))),
                Arguments.of("masked: dies between rows", MASKED, 5, Instead.gone(new byte[0])),
                Arguments.of("masked: fewer columns", MASKED, 5, row(1, "1")),
                Arguments.of("masked: more columns", MASKED, 5, row(3, "1", "a@b", "c")),
                Arguments.of("masked: promises more columns", MASKED, 5, row(9, "1", "a@b")),
                Arguments.of("masked: rest behind the last", MASKED, 5, row(2, "1", "a@b", "c")),
                Arguments.of("masked: rows without a count", MASKED, 5, message('D')),
                Arguments.of(
                        "masked: a value longer than its row",
                        MASKED,
                        5,
                        Instead.of(
                                Frontend.message(
                                        'D', new byte[] {0, 2, 0, 0, 0, 1, '1', 0x7f, 0, 0, 0}))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void whereATargetFailsInAResult(String what, String sql, int after, Instead instead)
            throws Exception {
        String text = sql + " /* " + what + " */";
        AtomicInteger rows = new AtomicInteger();
        try (RawPostgres client = site.login(gateway)) {
            client.query(sql);
            target.meddle(message ->
                    message.type() == 'D' && rows.incrementAndGet() == after
                            ? instead
                            : MeddlingTarget.asItIs(message));
            client.send(Frontend.query(text));
            List<Message> last = client.readToEnd();

            assertFatal(last.getLast());
        }
        assertClosedAndVerifying(text);
    }

    /// Part of the row has gone to the client already, so there is no place for a message: the connection just ends.
    /// A row to be masked is gathered first, so there the client is told.
    @ParameterizedTest
    @CsvSource({"false, 7", "false, 100000", "true, 7", "true, 100000"})
    void whereATargetDiesInALargeRow(boolean masked, int bytes) throws Exception {
        String sql = masked ? MASKED_LARGE : LARGE;
        String text = sql + " /* " + bytes + " */";
        try (RawPostgres client = site.login(gateway)) {
            client.query(sql);
            target.meddle(message ->
                    message.type() == 'D'
                            ? Instead.gone(MeddlingTarget.head(message, bytes))
                            : MeddlingTarget.asItIs(message));
            client.send(Frontend.query(text));
            List<Message> last = client.readToEnd();

            if (masked) {
                assertFatal(last.getLast());
            } else {
                assertThat(Site.types(last)).isIn("T", "TE");
            }
        }
        assertClosedAndVerifying(text);
    }

    /// More reports and ReadyForQuery follow the one that the exchange cannot take.
    @Test
    void whereATargetGreetsInAnotherEncoding() throws Exception {
        target.meddle(message ->
                message.type() == 'S' && message.string(0).equals("client_encoding")
                        ? Instead.of(Frontend.message('S', ascii("client_encoding\0LATIN1\0")))
                        : MeddlingTarget.asItIs(message));
        try (RawPostgres client = RawPostgres.open(gateway.port())) {
            assertThatThrownBy(() ->
                            client.login(
                                    Frontend.PROTOCOL_3_0,
                                    java.util.Map.of("user", Site.TARGET),
                                    site.token("job")))
                    .isInstanceOf(RawPostgres.LoginRefused.class)
                    .hasMessageContaining("client_encoding");
        }
    }

    @Test
    void whereATargetTakesTheConnectionAndSaysNothing() throws Exception {
        try (ServerSocket silent = listening();
                Site.Before before = site.before(silent.getLocalPort(), "{mode: disable}")) {
            assertUnavailable(before, "within 2 s");
        }
    }

    @Test
    void whereNothingListens() throws Exception {
        int port;
        try (ServerSocket gone = listening()) {
            port = gone.getLocalPort();
        }
        try (Site.Before before = site.before(port, "{mode: disable}")) {
            assertUnavailable(before, "refused");
        }
    }

    @Test
    void whereATargetRefusesTls() throws Exception {
        String ca = Certificates.forLocalhost().writeTo(folder).authority().toString();
        for (String answer : List.of("N", "E", "?", "SS", "")) {
            try (ServerSocket socket = listening();
                    Site.Before before =
                            site.before(
                                    socket.getLocalPort(), "{mode: verify-full, ca: " + ca + "}")) {
                Thread.ofVirtual().start(() -> answerSslRequest(socket, answer));
                assertUnavailable(before, "");
            }
        }
    }

    /// The certificate is of another authority, or of another name; in clear it is never tried.
    @Test
    void whereATargetShowsAWrongCertificateAndIsKilledDuringAResult() throws Exception {
        Certificates shown = Certificates.forServer("db.example.test", "127.0.0.2");
        Path theirs = Files.createDirectories(folder.resolve("theirs"));
        Path others = Files.createDirectories(folder.resolve("others"));
        String right = shown.writeTo(theirs).authority().toString();
        String wrong = Certificates.forLocalhost().writeTo(others).authority().toString();
        try (PostgresServer server = PostgresServer.start(PostgresOptions.defaults().tls(shown))) {
            for (String ca : List.of(right, wrong)) {
                try (Site.Before before =
                        site.before(server.port(), "{mode: verify-full, ca: " + ca + "}")) {
                    assertUnavailable(before, "");
                }
            }
            try (var before = site.gateway(server, setup -> setup);
                    RawPostgres client = site.login(before)) {
                String text = "SELECT repeat('x', 1000) FROM generate_series(1, 1000000)";
                client.send(Frontend.query(text));
                client.readUntil('D');
                server.processes().forEach(ProcessHandle::destroyForcibly);
                List<Message> last = client.readToEnd();

                assertThat(last.getLast().type()).isIn('D', 'E');
                await().untilAsserted(() ->
                        assertClosed(Recorded.sessionThatAsked(text, before.recordings())));
            }
        }
    }

    private static void answerSslRequest(ServerSocket socket, String answer) {
        try (Socket gateway = socket.accept()) {
            gateway.getInputStream().readNBytes(8);
            gateway.getOutputStream().write(ascii(answer));
            gateway.getOutputStream().flush();
        } catch (IOException e) {
            // The gateway has heard enough; what it makes of it is looked at elsewhere.
        }
    }

    private static void assertUnavailable(Site.Before before, String why) {
        assertThatThrownBy(() -> site.login(before))
                .isInstanceOfSatisfying(
                        RawPostgres.LoginRefused.class,
                        refused -> {
                            assertFatal(refused.error());
                            assertThat(refused.error().text()).contains(why);
                        });
        await().untilAsserted(() -> {
            List<Recorded> sessions = Recorded.sessions(before.recordings());
            assertThat(sessions).hasSize(1);
            assertClosed(sessions.getFirst());
        });
    }

    private static void assertClosedAndVerifying(String text) {
        await().untilAsserted(() -> {
            Recorded recorded = Recorded.sessionThatAsked(text, gateway.recordings());
            assertClosed(recorded);
            assertThat(recorded.allowed()).contains(text);
        });
    }

    private static void assertClosed(Recorded recorded) {
        assertThat(recorded.isSealed()).isTrue();
        assertThat(recorded.closed().map(Event.Closed::reason))
                .get()
                .isIn("target-left", "protocol-error", "target-unreachable");
    }

    private static void assertFatal(Message error) {
        assertThat(error.type()).as(error.toString()).isEqualTo('E');
        assertThat(error.fields().get('S')).isEqualTo("FATAL");
        assertThat(error.sqlState()).startsWith("08");
        assertThat(error.text()).contains("target");
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static Instead message(char type) {
        return Instead.of(Frontend.message(type, new byte[0]));
    }

    private static Instead lying(char type, int length) {
        return Instead.of(Frontend.lyingMessage(type, length, new byte[4]));
    }

    private static Instead row(int columns, String... values) {
        Frontend.Body body = new Frontend.Body().int16(columns);
        for (String value : values) {
            body.int32(value.length()).raw(ascii(value));
        }
        return Instead.of(Frontend.message('D', body.bytes()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
