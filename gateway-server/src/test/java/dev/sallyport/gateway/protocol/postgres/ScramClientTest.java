package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// SCRAM-SHA-256 against the example of RFC 7677 section 3, and against servers that break its rules.
class ScramClientTest {
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE = CLIENT_NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SERVER_FIRST = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void speaksAsTheRfcDoes() {
        ScramClient client = client("pencil");

        assertThat(client.first()).isEqualTo("n,,n=user,r=" + CLIENT_NONCE);
        assertThat(client.answer(SERVER_FIRST))
                .isEqualTo("c=biws,r=" + NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(client.isVerified()).isFalse();
        client.verify(SERVER_FINAL);
        assertThat(client.isVerified()).isTrue();
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsNotBelieved() {
        ScramClient client = client("another");
        client.answer(SERVER_FIRST);

        assertThatThrownBy(() -> client.verify(SERVER_FINAL))
                .isInstanceOf(ScramFailure.class)
                .hasMessageContaining("does not know the password");
    }

    @Test
    void theNonceMustGoOnFromOurs() {
        for (String nonce : new String[] {CLIENT_NONCE, "x" + NONCE, ""}) {
            assertThatThrownBy(() ->
                            client("pencil")
                                    .answer("r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                    .as(nonce)
                    .isInstanceOf(ScramFailure.class);
        }
    }

    @Test
    void iterationsHaveBounds() {
        for (String iterations :
                new String[] {"1", "4095", "1000001", "2147483648", "-1", "many", ""}) {
            assertThatThrownBy(() ->
                            client("pencil")
                                    .answer(
                                            "r="
                                                    + NONCE
                                                    + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i="
                                                    + iterations))
                    .as(iterations)
                    .isInstanceOf(ScramFailure.class);
        }
    }

    @Test
    void mandatoryExtensionsAndOddMessagesAreRefused() {
        for (String message :
                new String[] {
                    "",
                    "m=x," + SERVER_FIRST,
                    "r=" + NONCE + ",s=,i=4096",
                    "r=" + NONCE + ",s=???,i=4096",
                    "r=" + NONCE
                }) {
            assertThatThrownBy(() -> client("pencil").answer(message))
                    .as(message)
                    .isInstanceOf(ScramFailure.class);
        }
    }

    @Test
    void theServersErrorIsSaid() {
        ScramClient client = client("pencil");
        client.answer(SERVER_FIRST);

        assertThatThrownBy(() -> client.verify("e=invalid-proof"))
                .hasMessageContaining("invalid-proof");
    }

    @Test
    void finalBeforeFirstIsRefused() {
        assertThatThrownBy(() -> client("pencil").verify(SERVER_FINAL))
                .isInstanceOf(ScramFailure.class);
    }

    /// The header says what could be bound, and the final message repeats it under the proof.
    @Test
    void bindingStandsInTheHeader() {
        ScramClient notOffered =
                new ScramClient("", "pencil", new ScramClient.Binding.NotOffered(), CLIENT_NONCE);
        assertThat(notOffered.first()).isEqualTo("y,,n=,r=" + CLIENT_NONCE);
        assertThat(notOffered.answer(SERVER_FIRST)).startsWith("c=eSws,");

        ScramClient bound =
                new ScramClient(
                        "",
                        "pencil",
                        new ScramClient.Binding.TlsServerEndPoint(new byte[] {1, 2, 3}),
                        CLIENT_NONCE);
        assertThat(bound.mechanism()).isEqualTo("SCRAM-SHA-256-PLUS");
        assertThat(bound.first()).isEqualTo("p=tls-server-end-point,,n=,r=" + CLIENT_NONCE);
        assertThat(bound.answer(SERVER_FIRST))
                .startsWith("c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAQID,");
    }

    /// RFC 4013 section 3, and PostgreSQL's rule that what is prohibited stays as it is.
    @Test
    void passwordsArePreparedAsPostgresqlDoes() {
        assertThat(SaslPrep.prepare("I\u00ADX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("user")).isEqualTo("user");
        assertThat(SaslPrep.prepare("\u00AA")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("a\u00A0b")).isEqualTo("a b");
        assertThat(SaslPrep.prepare("\u0007")).isEqualTo("\u0007");
        assertThat(SaslPrep.prepare("\u00AA\u0007")).isEqualTo("\u00AA\u0007");
        assertThat(SaslPrep.prepare("\u0627\u0031")).isEqualTo("\u0627\u0031");
        assertThat(SaslPrep.prepare("\u00AD")).isEqualTo("\u00AD");
    }

    private static ScramClient client(String password) {
        return new ScramClient("user", password, new ScramClient.Binding.Unable(), CLIENT_NONCE);
    }
}
