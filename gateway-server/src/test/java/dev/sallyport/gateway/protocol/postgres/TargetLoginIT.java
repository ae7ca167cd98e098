package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.OpenTarget.Tls.Mode;
import io.netty.buffer.ByteBufAllocator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logs in to a real PostgreSQL by each method, with and without TLS.
class TargetLoginIT {
    private static RealPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = RealPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @ParameterizedTest
    @CsvSource({
        "scram_user, VERIFY_CA, SCRAM-SHA-256-PLUS",
        "scram_user, DISABLE, SCRAM-SHA-256",
        "md5_user, VERIFY_CA, ''",
        "md5_user, DISABLE, ''",
        "password_user, VERIFY_CA, ''",
        "password_user, DISABLE, ''",
        "trust_user, VERIFY_CA, ''"
    })
    void logsIn(String user, Mode mode, String mechanism) {
        String password = user.equals("trust_user") ? null : RealPostgres.PASSWORD;

        Login login = login(postgres.target(user, password, mode), Map.of("database", "postgres"));

        assertThat(login.failure).isNull();
        assertThat(login.mechanism).isEqualTo(mechanism);
        assertThat(login.reports)
                .extracting(ParameterStatus::name)
                .contains("server_version", "client_encoding");
        assertThat(login.key.processId()).isPositive();
        assertThat(login.status).isEqualTo(ReadyForQuery.Status.IDLE);
    }

    @ParameterizedTest
    @CsvSource({"scram_user", "md5_user", "password_user"})
    void aWrongPasswordIsSaidInTheTargetsWords(String user) {
        Login login =
                login(
                        postgres.target(user, "wrong", Mode.VERIFY_CA),
                        Map.of("database", "postgres"));

        assertThat(login.failure).contains("password authentication failed").contains(user);
        assertThat(login.sqlState).isEqualTo("28P01");
    }

    @Test
    void startupParametersAreAskedForButTheUserIsTheCredentials() {
        Login login =
                login(
                        postgres.target("trust_user", null, Mode.VERIFY_CA),
                        Map.of(
                                "database",
                                "postgres",
                                "application_name",
                                "night job",
                                "user",
                                "postgres"));

        assertThat(login.reports)
                .contains(new ParameterStatus("application_name", "night job"))
                .contains(new ParameterStatus("session_authorization", "trust_user"));
    }

    @Test
    void aDatabaseThatIsNotThereIsSaid() {
        Login login =
                login(
                        postgres.target("trust_user", null, Mode.VERIFY_CA),
                        Map.of("database", "nowhere"));

        assertThat(login.failure).contains("\"nowhere\" does not exist");
        assertThat(login.sqlState).isEqualTo("3D000");
    }

    private static Login login(OpenTarget target, Map<String, String> parameters) {
        Login login = new Login(target, parameters);
        BlockingLine.run(target, login);
        return login;
    }

    private static final class Login implements Errand<Frame>, TargetLine, TargetLogin.Outcome {
        private final TargetLogin login;
        private Errand.@Nullable Line<Frame> line;
        final List<ParameterStatus> reports = new ArrayList<>();
        @Nullable BackendKeyData key;
        ReadyForQuery.@Nullable Status status;
        @Nullable String failure;
        @Nullable String sqlState;
        String mechanism = "";

        Login(OpenTarget target, Map<String, String> parameters) {
            this.login = new TargetLogin(target, parameters, this, ByteBufAllocator.DEFAULT, this);
        }

        @Override
        public void dialled(Errand.Line<Frame> opened) {
            line = opened;
            login.start();
        }

        @Override
        public void secured() {
            login.secured();
        }

        @Override
        public void fromTarget(Frame frame) {
            login.fromTarget(frame);
        }

        @Override
        public void ended(String why) {
            login.ended(why);
        }

        @Override
        public void send(Frame frame) {
            if (frame.type() == 'p' && mechanism.isEmpty()) {
                try {
                    mechanism = SaslInitialResponse.read(frame).mechanism();
                } catch (ProtocolError e) {
                    mechanism = "";
                }
            }
            line.send(frame);
        }

        @Override
        public void startTls() {
            line.startTls();
        }

        @Override
        public @Nullable X509Certificate certificate() {
            return line.targetCertificate();
        }

        @Override
        public void ready(
                List<Frame> given, @Nullable BackendKeyData keyData, Frame readyForQuery) {
            for (Frame frame : given) {
                if (frame.type() == ParameterStatus.TYPE) {
                    reports.add(ParameterStatus.read(frame));
                }
                frame.release();
            }
            key = keyData;
            status = ReadyForQuery.read(readyForQuery).status();
            readyForQuery.release();
            line.close();
        }

        @Override
        public void failed(String message, String state) {
            failure = message;
            sqlState = state;
            line.close();
        }
    }
}
