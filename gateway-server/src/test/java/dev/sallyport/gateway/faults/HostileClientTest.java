package dev.sallyport.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.demo.Certificates;
import dev.sallyport.demo.RunningGateway;
import dev.sallyport.gateway.protocol.postgres.wire.Frontend;
import dev.sallyport.gateway.protocol.postgres.wire.Message;
import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that lie, stall, split, vanish and send rubbish: each gets a clear error or a closed connection, and a
/// session that was open all the time does not notice.
final class HostileClientTest {
    private static final int FRAME_BYTES_MAX = 256 << 10;
    private static final int CONNECTIONS = 300;

    private static Site site;
    private static RunningGateway gateway;
    private static RunningGateway secure;
    private static RunningGateway impatient;
    private static Certificates certificates;
    private static RawPostgres bystander;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open();
        gateway = site.gateway(setup -> setup.limit("frameBytesMax: 256KiB"));
        certificates = Certificates.forLocalhost();
        secure = site.gateway(setup -> setup.tls(certificates));
        impatient = site.gateway(setup -> setup.limit("loginSeconds: 1"));
        bystander = site.login(gateway);
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable part : Arrays.asList(bystander, gateway, secure, impatient, site)) {
            if (part != null) {
                part.close();
            }
        }
    }

    @AfterEach
    void theBystanderStillWorks() throws Exception {
        assertThat(Site.types(bystander.query("SELECT 1"))).isEqualTo("TDCZ");
    }

    @Test
    void everythingByteByByte() throws Exception {
        try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
            client.trickle(startup(Map.of()));
            assertThat(client.read().type()).isEqualTo('R');
            client.trickle(Frontend.password(site.token("job")));
            client.readUntil('Z');
            client.trickle(Frontend.query("SELECT 'simple'"));
            assertThat(Site.first('D', client.readUntil('Z')).values()).containsExactly("simple");
            client.trickle(extended("SELECT $1::text", "extended"));
            assertThat(Site.first('D', client.readUntil('Z')).values()).containsExactly("extended");
            client.query("CREATE TEMP TABLE trickled (n int)");
            client.trickle(Frontend.query("COPY trickled FROM STDIN"));
            assertThat(client.read().type()).isEqualTo('G');
            client.trickle(Frontend.copyData("1\n2\n".getBytes(StandardCharsets.US_ASCII)));
            client.trickle(Frontend.copyDone());
            assertThat(Site.first('C', client.readUntil('Z')).string(0)).isEqualTo("COPY 2");
        }
    }

    @Test
    void startupPacketSplitAtEveryByte() throws Exception {
        byte[] packet = startup(Map.of());
        for (int at = 1; at < packet.length; at++) {
            try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
                sendSplit(client, packet, at);
                assertThat(client.read().type()).as("split at " + at).isEqualTo('R');
            }
        }
    }

    @Test
    void statementsSplitAtEveryByte() throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            for (byte[] script :
                    List.of(
                            Frontend.query("SELECT 'x'"),
                            extended("SELECT $1::text", "x"),
                            Frontend.query("SELEC"))) {
                String whole = answerTo(client, script);
                for (int at = 1; at < script.length; at++) {
                    sendSplit(client, script, at);
                    assertThat(Site.types(client.readUntil('Z')))
                            .as("split at " + at)
                            .isEqualTo(whole);
                }
            }
        }
    }

    static Stream<Arguments> rubbishAtTheDoor() {
        return Stream.of(
                Arguments.of("length 0", ByteBuffer.allocate(8).array()),
                Arguments.of("length 7", lyingStartup(7)),
                Arguments.of("length negative", lyingStartup(-1)),
                Arguments.of("length least", lyingStartup(Integer.MIN_VALUE)),
                Arguments.of("length 10,001", lyingStartup(10_001)),
                Arguments.of("length huge", lyingStartup(Integer.MAX_VALUE)),
                Arguments.of("HTTP", ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n")),
                Arguments.of("zeros", new byte[64]),
                Arguments.of("password first", Frontend.password("secret")),
                Arguments.of("query first", Frontend.query("SELECT 1")),
                Arguments.of("TLS where there is none", new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 3}),
                Arguments.of(
                        "no last zero", Frontend.untyped(Frontend.PROTOCOL_3_0, ascii("user\0x"))),
                Arguments.of(
                        "a name without a value",
                        Frontend.untyped(Frontend.PROTOCOL_3_0, ascii("user\0\0"))),
                Arguments.of("no user", Frontend.startup(Frontend.PROTOCOL_3_0, Map.of())),
                Arguments.of("protocol 2.0", Frontend.startup(2 << 16, Map.of("user", "x"))),
                Arguments.of("protocol 0", Frontend.startup(0, Map.of("user", "x"))),
                Arguments.of("replication", startup(Map.of("replication", "database"))),
                Arguments.of("a role in options", startup(Map.of("options", "-c role=postgres"))),
                Arguments.of("a role", startup(Map.of("role", "postgres"))),
                Arguments.of("LATIN1", startup(Map.of("client_encoding", "LATIN1"))),
                Arguments.of(
                        "bytes behind SSLRequest",
                        join(Frontend.sslRequest(), Frontend.sslRequest())),
                Arguments.of(
                        "bytes behind GSSENCRequest",
                        join(Frontend.gssEncryptionRequest(), startup(Map.of()))),
                Arguments.of(
                        "a cancel request that is too long",
                        Frontend.cancelRequest(1, new byte[257])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rubbishAtTheDoor")
    void rubbishAtTheDoorIsTurnedAway(String what, byte[] bytes) throws Exception {
        for (RunningGateway each : List.of(gateway, secure)) {
            try (RawPostgres client = RawPostgres.open(each.postgres())) {
                client.send(bytes);
                List<Message> last =
                        each == secure && bytes[0] == 22 ? List.of() : client.readToEnd();
                if (!last.isEmpty()) {
                    assertFatal(last);
                } else {
                    assertThat(each).as("closed without a word").isSameAs(secure);
                }
            }
        }
    }

    @Test
    void encryptionIsAskedForOnceOfEachKind() throws Exception {
        try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
            client.send(Frontend.gssEncryptionRequest());
            assertThat(client.readByte()).isEqualTo('N');
            client.send(Frontend.sslRequest());
            assertThat(client.readByte()).isEqualTo('N');
            client.login(
                    Frontend.PROTOCOL_3_0,
                    Map.of("user", Site.TARGET, "database", Site.DATABASE),
                    site.token("job"));
        }
        for (byte[] request : List.of(Frontend.sslRequest(), Frontend.gssEncryptionRequest())) {
            try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
                client.send(request);
                assertThat(client.readByte()).isEqualTo('N');
                client.send(request);
                assertFatal(client.readToEnd());
            }
        }
    }

    @Test
    void whereTlsIsRequired() throws Exception {
        try (RawPostgres client = RawPostgres.open(secure.postgres())) {
            client.startDirectTls(certificates.clientContext());
            login(client);
            assertThat(Site.types(client.query("SELECT 1"))).isEqualTo("TDCZ");
        }
        try (RawPostgres client = RawPostgres.open(secure.postgres())) {
            client.startTls(certificates.clientContext());
            client.send(Frontend.sslRequest());
            assertFatal(client.readToEnd());
        }
        try (RawPostgres client = RawPostgres.open(secure.postgres())) {
            assertThatThrownBy(() -> login(client))
                    .isInstanceOf(RawPostgres.LoginRefused.class)
                    .hasMessageContaining("TLS is required");
        }
        try (RawPostgres client = RawPostgres.open(secure.postgres())) {
            client.send(Frontend.sslRequest());
            assertThat(client.readByte()).isEqualTo('S');
            client.send(startup(Map.of()));
            assertEndsWithin(client);
        }
    }

    @Test
    void passwordsThatAreNone() throws Exception {
        for (byte[] bytes :
                List.of(
                        Frontend.password("x".repeat(65 << 10)),
                        Frontend.lyingMessage('p', Integer.MAX_VALUE, new byte[0]),
                        Frontend.lyingMessage('p', 3, new byte[0]),
                        Frontend.lyingMessage('p', -1, new byte[0]),
                        Frontend.message('p', ascii("no zero")),
                        Frontend.password(""),
                        Frontend.password("not a token"),
                        Frontend.query("SELECT 1"),
                        Frontend.terminate())) {
            try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
                client.send(startup(Map.of()));
                assertThat(client.read().type()).isEqualTo('R');
                client.send(bytes);
                assertFatal(client.readToEnd());
            }
        }
    }

    static Stream<Arguments> rubbishOnceSignedIn() {
        return Stream.of(
                Arguments.of("length 3", "08P01", Frontend.lyingMessage('Q', 3, new byte[0])),
                Arguments.of("length 0", "08P01", Frontend.lyingMessage('Q', 0, new byte[0])),
                Arguments.of(
                        "length negative", "08P01", Frontend.lyingMessage('P', -1, new byte[0])),
                Arguments.of(
                        "length least",
                        "08P01",
                        Frontend.lyingMessage('B', Integer.MIN_VALUE, new byte[0])),
                Arguments.of(
                        "length huge",
                        "54000",
                        Frontend.lyingMessage('Q', Integer.MAX_VALUE, new byte[0])),
                Arguments.of(
                        "COPY of a length that is none",
                        "54000",
                        Frontend.lyingMessage('d', Integer.MAX_VALUE, new byte[0])),
                Arguments.of(
                        "an oversized query", "54000", Frontend.query("x".repeat(FRAME_BYTES_MAX))),
                Arguments.of(
                        "an oversized query's head alone",
                        "54000",
                        Frontend.lyingMessage('Q', FRAME_BYTES_MAX, new byte[0])),
                Arguments.of("unknown type", "08P01", Frontend.message('z', new byte[3])),
                Arguments.of("type 0", "08P01", Frontend.message('\0', new byte[3])),
                Arguments.of("a password again", "08P01", Frontend.password("x")),
                Arguments.of(
                        "an answer of a server's",
                        "08P01",
                        Frontend.message('Z', new byte[] {'I'})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rubbishOnceSignedIn")
    void rubbishOnceSignedInEndsTheSession(String what, String sqlState, byte[] bytes)
            throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(bytes);
            List<Message> last = client.readToEnd();
            assertFatal(last);
            assertThat(last.getLast().sqlState()).isEqualTo(sqlState);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(
                        "Parse without its types", Frontend.message('P', ascii("\0SELECT 1\0"))),
                Arguments.of(
                        "Parse that promises types",
                        Frontend.message('P', join(ascii("\0SELECT 1\0"), new byte[] {0, 9}))),
                Arguments.of("Parse without a zero", Frontend.message('P', ascii("SELECT 1"))),
                Arguments.of("empty Bind", Frontend.message('B', new byte[0])),
                Arguments.of(
                        "Bind with a value longer than it is",
                        Frontend.message(
                                'B', new byte[] {0, 0, 0, 0, 0, 1, 0x7f, -1, -1, -1, 0, 0})),
                Arguments.of(
                        "Bind with a length below -1",
                        Frontend.message('B', new byte[] {0, 0, 0, 0, 0, 1, -1, -1, -1, -2, 0, 0})),
                Arguments.of("Execute without rows", Frontend.message('E', new byte[] {0})),
                Arguments.of("Describe of nothing", Frontend.message('D', new byte[] {'X', 0})),
                Arguments.of("Close of nothing", Frontend.message('C', new byte[] {'X', 0})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void malformedMessagesAreRefusedAndTheSessionGoesOn(String what, byte[] bytes)
            throws Exception {
        try (RawPostgres client = site.login(gateway)) {
            client.send(bytes, Frontend.sync());
            List<Message> answer = client.readUntil('Z');

            assertThat(Site.types(answer)).isEqualTo("EZ");
            assertThat(answer.getFirst().fields().get('S')).isEqualTo("ERROR");
            assertThat(answer.getFirst().sqlState()).isEqualTo("08P01");
            assertThat(Site.types(client.query("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9, -1})
    void whoStallsWhileSigningInIsNotWaitedFor(int bytesSent) throws Exception {
        try (RawPostgres client = RawPostgres.open(impatient.postgres())) {
            byte[] packet = startup(Map.of());
            client.send(bytesSent < 0 ? packet : Arrays.copyOf(packet, bytesSent));
            List<Message> last = client.readToEnd();

            assertFatal(last);
            assertThat(last.getLast().text()).contains("too long");
        }
    }

    /// Some say nothing, some half of something, some ask for TLS and go.
    @Test
    void hundredsOfConnectionsOpenedAndDropped() throws Exception {
        List<byte[]> beginnings =
                List.of(
                        new byte[0],
                        Arrays.copyOf(startup(Map.of()), 11),
                        startup(Map.of()),
                        Frontend.sslRequest());
        List<RawPostgres> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawPostgres client = RawPostgres.open(gateway.postgres());
                open.add(client);
                client.send(beginnings.get(i % beginnings.size()));
            }
            assertThat(Site.types(bystander.query("SELECT 1"))).isEqualTo("TDCZ");
        } finally {
            for (int i = 0; i < open.size(); i++) {
                if (i % 2 == 0) {
                    open.get(i).reset();
                } else {
                    open.get(i).close();
                }
            }
        }
        try (RawPostgres client = site.login(gateway)) {
            assertThat(Site.types(client.query("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @Test
    void whoVanishesDuringCopyLeavesNothingBehind() throws Exception {
        site.run("CREATE TABLE copied (n int)");
        String copy = "COPY copied FROM STDIN";
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(copy));
            assertThat(client.read().type()).isEqualTo('G');
            client.send(Frontend.copyData(ascii("1\n2\n")));
            client.reset();
        }
        assertLeft(copy);
        await().until(() -> site.look("SELECT query FROM pg_stat_activity").indexOf(copy) < 0);
        assertThat(site.look("SELECT n FROM copied")).isEmpty();
    }

    @Test
    void whoVanishesDuringAResultIsLetGo() throws Exception {
        String select = "SELECT repeat('x', 1000) FROM generate_series(1, 100000)";
        try (RawPostgres client = site.login(gateway)) {
            client.send(Frontend.query(select));
            client.readUntil('D');
            client.reset();
        }
        assertLeft(select);
        await().until(() -> site.look("SELECT query FROM pg_stat_activity").indexOf(select) < 0);
    }

    /// They take none of their results, and their connections are not kept for them once they are killed: else as many
    /// as may connect would shut the door for good.
    @Test
    void whoReadsNothingIsClosedAllTheSame() throws Exception {
        List<RawPostgres> clients = new ArrayList<>();
        try (RunningGateway small =
                site.gateway(setup ->
                        setup.limit("sessionsMax: 1").limit("preLoginConnectionsMax: 1"))) {
            for (int i = 0; i < 2; i++) {
                String select =
                        "SELECT repeat('y', 1000) FROM generate_series(1, 100000) /* " + i + " */";
                RawPostgres client = site.login(small);
                clients.add(client);
                client.send(Frontend.query(select));
                client.readUntil('D');
                await().until(() -> site.look(waitingToWrite(select)).equals("1"));
                String session = sessionOf(select, small);
                assertThat(site.delete(small, "/v1/sessions/" + session).status()).isEqualTo(202);
                await().until(() -> site.look(waitingToWrite(select)).equals("0"));
            }
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .untilAsserted(() -> site.login(small).close());
        } finally {
            for (RawPostgres client : clients) {
                client.close();
            }
        }
    }

    private static String waitingToWrite(String select) {
        return "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientWrite' AND query ="
                + " '"
                + select.replace("'", "''")
                + "'";
    }

    private static String sessionOf(String text, RunningGateway in) throws IOException {
        String file = Recorded.sessionThatAsked(text, in).file().getFileName().toString();
        return file.substring(0, file.indexOf('.'));
    }

    @ParameterizedTest
    @CsvSource({"196610, 0", "196610, 1", "196611, 0", "196611, 1"})
    void newerProtocolsAreNegotiated(int protocol, int options) throws Exception {
        try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
            Map<String, String> parameters =
                    options == 0
                            ? Map.of("user", Site.TARGET, "database", Site.DATABASE)
                            : Map.of(
                                    "user",
                                    Site.TARGET,
                                    "database",
                                    Site.DATABASE,
                                    "_pq_.something",
                                    "on");
            client.login(protocol, parameters, site.token("job"));
            boolean negotiated = client.greeting().stream().anyMatch(m -> m.type() == 'v');
            assertThat(negotiated).isEqualTo(options > 0 || protocol > Frontend.PROTOCOL_3_2);
            assertThat(client.key().body().length).isGreaterThan(8);
            assertThat(Site.types(client.query("SELECT 1"))).isEqualTo("TDCZ");
        }
    }

    @Test
    void cancelRequestsWithWrongKeysAreNotAnswered() throws Exception {
        for (byte[] request :
                List.of(
                        Frontend.cancelRequest(1, new byte[4]),
                        Frontend.cancelRequest(bystander.key().buffer().getInt(), new byte[4]),
                        Frontend.cancelRequest(bystander.key().buffer().getInt(), new byte[256]))) {
            try (RawPostgres client = RawPostgres.open(gateway.postgres())) {
                client.send(request);
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    private static void assertLeft(String text) {
        await().untilAsserted(() -> {
            Recorded recorded = Recorded.sessionThatAsked(text, gateway);
            assertThat(recorded.isSealed()).isTrue();
            assertThat(recorded.closed().orElseThrow().reason()).isEqualTo("client-left");
        });
    }

    private static void assertFatal(List<Message> last) {
        assertThat(last).isNotEmpty();
        Message error = last.getLast();
        assertThat(error.type()).as(error.toString()).isEqualTo('E');
        assertThat(error.fields().get('S')).isEqualTo("FATAL");
        assertThat(error.sqlState()).hasSize(5);
        assertThat(error.text()).isNotBlank();
    }

    /// Whatever comes (a TLS alert, or nothing): the connection ends.
    private static void assertEndsWithin(RawPostgres client) throws IOException {
        try {
            while (client.readByte() >= 0) {
                // up to the end
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (java.net.SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static void login(RawPostgres client) throws IOException {
        client.login(
                Frontend.PROTOCOL_3_0,
                Map.of("user", Site.TARGET, "database", Site.DATABASE),
                site.token("job"));
    }

    private static String answerTo(RawPostgres client, byte[] script) throws IOException {
        client.send(script);
        return Site.types(client.readUntil('Z'));
    }

    private static void sendSplit(RawPostgres client, byte[] bytes, int at) throws IOException {
        client.send(Arrays.copyOf(bytes, at));
        client.send(Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] startup(Map<String, String> more) {
        java.util.TreeMap<String, String> parameters = new java.util.TreeMap<>(more);
        parameters.put("user", Site.TARGET);
        parameters.put("database", Site.DATABASE);
        return Frontend.startup(Frontend.PROTOCOL_3_0, parameters);
    }

    private static byte[] lyingStartup(int length) {
        return ByteBuffer.allocate(16).putInt(length).putInt(Frontend.PROTOCOL_3_0).array();
    }

    private static byte[] extended(String sql, String value) {
        return join(
                Frontend.parse("", sql),
                Frontend.bind("", "", value),
                Frontend.describePortal(""),
                Frontend.execute("", 0),
                Frontend.sync());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Stream.of(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
