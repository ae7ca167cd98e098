package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.OpenTarget.Tls.Mode;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The login against a scripted target, mostly one that does not play fair.
class TargetLoginTest {
    private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final List<Frame> given = new ArrayList<>();
    private final Peer peer = new Peer();

    /// Whatever was given to the login is let go of, whichever way it ended.
    @AfterEach
    void nothingLeaks() {
        peer.sent.forEach(Frame::release);
        if (peer.ready != null) {
            peer.ready.forEach(Frame::release);
        }
        for (Frame frame : given) {
            assertThat(frame.bytes().refCnt()).as("frame of type %s", frame.type()).isZero();
        }
    }

    @Test
    void withoutTlsTheStartupPacketGoesFirst() {
        TargetLogin login = start(Mode.DISABLE, "10.0.0.1", "secret");

        StartupMessage startup = StartupMessage.read(peer.next());
        assertThat(startup.major()).isEqualTo(3);
        assertThat(startup.minor()).isZero();
        assertThat(startup.parameters())
                .containsEntry("user", "gate")
                .containsEntry("database", "shop");
        assertThat(startup.parameters().firstEntry().getKey()).isEqualTo("user");

        give(login, Authentication.of(Authentication.OK).toFrame(allocator));
        give(login, new ParameterStatus("a", "1").toFrame(allocator));
        give(login, NoticeResponse.of("NOTICE", "00000", "hello").toFrame(allocator));
        give(login, new ParameterStatus("b", "2").toFrame(allocator));
        give(login, new BackendKeyData(7, new byte[32]).toFrame(allocator));
        give(login, new ReadyForQuery(ReadyForQuery.Status.IDLE).toFrame(allocator));

        assertThat(peer.ready)
                .extracting(frame -> (char) frame.type())
                .containsExactly('S', 'N', 'S', 'Z');
        assertThat(peer.key.key()).hasSize(32);
    }

    @Test
    void aTargetWithoutTlsIsNotSpokenTo() {
        TargetLogin login = start(Mode.VERIFY_FULL, "db.example.com", "secret");
        peer.next();

        give(login, bare("N"));

        assertThat(peer.failure).contains("offers no TLS").contains("verify-full");
        assertThat(peer.sqlState).isEqualTo("08001");
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void bytesBetweenTheAnswerAndTheHandshakeEndIt() {
        TargetLogin login = start(Mode.VERIFY_FULL, "db.example.com", "secret");
        peer.next();
        give(login, bare("S"));
        assertThat(peer.tlsStarted).isTrue();

        give(login, Authentication.of(Authentication.OK).toFrame(allocator));

        assertThat(peer.failure).contains("nothing between the answer S and the handshake");
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void anAnswerOfMoreThanOneByteEndsIt() {
        for (String answer : new String[] {"SS", "X", ""}) {
            peer.failure = null;
            TargetLogin login = start(Mode.VERIFY_CA, "db.example.com", "secret");
            peer.next();
            give(login, bare(answer));
            assertThat(peer.failure).as(answer).contains("the one byte S or N");
        }
    }

    @Test
    void anErrorBeforeTlsIsNotRepeated() {
        TargetLogin login = start(Mode.VERIFY_CA, "db.example.com", "secret");
        peer.next();

        give(login, bare("E"));

        assertThat(peer.failure).contains("answered SSLRequest with an error");
    }

    @Test
    void aPasswordNeverGoesInTheClearOverANetwork() {
        for (Authentication asked :
                List.of(
                        Authentication.of(Authentication.CLEARTEXT_PASSWORD),
                        new Authentication(Authentication.MD5_PASSWORD, new byte[4]))) {
            peer.failure = null;
            TargetLogin login = start(Mode.DISABLE, "10.0.0.1", "secret");
            peer.next();
            give(login, asked.toFrame(allocator));
            assertThat(peer.failure).contains(asked.name()).contains("without TLS");
            assertThat(peer.sent).isEmpty();
        }
    }

    @Test
    void loopbackIsKnownByItsAddress() {
        assertThat(List.of("localhost", "127.0.0.1", "127.8.9.10", "::1"))
                .allMatch(TargetAuthentication::isLoopback);
        assertThat(
                        List.of(
                                "10.0.0.1",
                                "localhost.example.com",
                                "128.0.0.1",
                                "::2",
                                "127.0.0.1.example.com"))
                .noneMatch(TargetAuthentication::isLoopback);
    }

    @Test
    void md5IsHashedTwice() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();

        give(
                login,
                new Authentication(Authentication.MD5_PASSWORD, new byte[] {1, 2, 3, 4})
                        .toFrame(allocator));

        assertThat(PasswordMessage.read(peer.next()).password())
                .isEqualTo("md51847206d1020d05a30e36a6f58429880");
        login.abandon();
    }

    @Test
    void withoutAPasswordNoneIsMadeUp() {
        for (Frame asked :
                List.of(
                        Authentication.of(Authentication.CLEARTEXT_PASSWORD).toFrame(allocator),
                        sasl("SCRAM-SHA-256"))) {
            peer.failure = null;
            TargetLogin login = start(Mode.DISABLE, "127.0.0.1", null);
            peer.next();
            give(login, asked);
            assertThat(peer.failure).contains("none is configured for user gate");
        }
    }

    @Test
    void unknownMethodsAreRefusedByName() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, Authentication.of(7).toFrame(allocator));
        assertThat(peer.failure).contains("AuthenticationGSS is not supported");

        peer.failure = null;
        login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, sasl("OAUTHBEARER"));
        assertThat(peer.failure).contains("[OAUTHBEARER]");
    }

    @Test
    void plusWithoutTlsIsNotChosen() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();

        give(login, sasl("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"));

        SaslInitialResponse response = SaslInitialResponse.read(peer.next());
        assertThat(response.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(new String(response.data(), StandardCharsets.UTF_8)).startsWith("n,,n=,r=");
        login.abandon();
    }

    @Test
    void okInTheMiddleOfScramIsNotBelieved() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, sasl("SCRAM-SHA-256"));
        peer.next();

        give(login, Authentication.of(Authentication.OK).toFrame(allocator));

        assertThat(peer.failure).contains("without proving that it knows the password");
    }

    @Test
    void anotherMethodInTheMiddleOfScramIsNotAnswered() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, sasl("SCRAM-SHA-256"));
        peer.next();

        give(login, Authentication.of(Authentication.CLEARTEXT_PASSWORD).toFrame(allocator));

        assertThat(peer.failure).contains("message during SCRAM");
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void anErrorAfterConsentIsSaidAndNothingIsKept() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, Authentication.of(Authentication.OK).toFrame(allocator));
        give(login, new ParameterStatus("a", "1").toFrame(allocator));

        give(login, ErrorResponse.of("FATAL", "53300", "too many connections").toFrame(allocator));

        assertThat(peer.failure).isEqualTo("too many connections");
        assertThat(peer.sqlState).isEqualTo("53300");
    }

    @Test
    void reportsHaveALimit() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, Authentication.of(Authentication.OK).toFrame(allocator));

        for (int i = 0; i < 1_100 && peer.failure == null; i++) {
            give(login, new ParameterStatus("a", "1").toFrame(allocator));
        }

        assertThat(peer.failure).contains("at most 1000");
    }

    @Test
    void theEndOfTheConnectionIsAFailure() {
        TargetLogin login = start(Mode.DISABLE, "127.0.0.1", "secret");
        peer.next();
        give(login, Authentication.of(Authentication.OK).toFrame(allocator));
        give(login, new ParameterStatus("a", "1").toFrame(allocator));

        login.ended("connection reset");

        assertThat(peer.failure).contains("connection reset");
    }

    private TargetLogin start(Mode mode, String host, @Nullable String password) {
        TargetLogin login =
                new TargetLogin(
                        new OpenTarget(
                                new Target(new TargetName("shop"), "postgres", Map.of()),
                                host,
                                5432,
                                new OpenTarget.Tls(mode, null, null, null),
                                new OpenTarget.Credential("gate", password),
                                Map.of()),
                        Map.of("database", "shop"),
                        peer,
                        allocator,
                        peer);
        login.start();
        return login;
    }

    private void give(TargetLogin login, Frame frame) {
        given.add(frame);
        login.fromTarget(frame);
    }

    private Frame bare(String bytes) {
        return Frame.whole(
                (byte) 0, allocator.buffer().writeBytes(bytes.getBytes(StandardCharsets.US_ASCII)));
    }

    private Frame sasl(String... mechanisms) {
        MessageWriter writer =
                new MessageWriter(allocator, Authentication.TYPE).int32(Authentication.SASL);
        for (String mechanism : mechanisms) {
            writer.cstring(mechanism);
        }
        return writer.int8(0).frame();
    }

    private static final class Peer implements TargetLine, TargetLogin.Outcome {
        final Deque<Frame> sent = new ArrayDeque<>();
        boolean tlsStarted;
        @Nullable List<Frame> ready;
        @Nullable BackendKeyData key;
        @Nullable String failure;
        @Nullable String sqlState;

        Frame next() {
            Frame frame = sent.removeFirst();
            assertThat(frame.bytes().refCnt()).isOne();
            return frame;
        }

        @Override
        public void send(Frame frame) {
            sent.add(frame);
        }

        @Override
        public void startTls() {
            tlsStarted = true;
        }

        @Override
        public @Nullable X509Certificate certificate() {
            return null;
        }

        @Override
        public void ready(
                List<Frame> reports, @Nullable BackendKeyData keyData, Frame readyForQuery) {
            ready = new ArrayList<>(reports);
            ready.add(readyForQuery);
            key = keyData;
        }

        @Override
        public void failed(String message, String state) {
            assertThat(failure).as("one outcome").isNull();
            failure = message;
            sqlState = state;
        }
    }
}
