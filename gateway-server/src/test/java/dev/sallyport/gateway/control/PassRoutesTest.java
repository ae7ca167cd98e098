package dev.sallyport.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassRoutesTest extends ControlTest {
    @Test
    void aPassForTheCaller() throws Exception {
        Http.Answer answer =
                http.post(
                        "/v1/passes",
                        "token-job-17",
                        "{\"target\":\"orders-prod\",\"seconds\":60}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("secret").asText())
                .isEqualTo("secret-of-job-17-at-orders-prod");
        assertThat(answer.json().path("target").asText()).isEqualTo("orders-prod");
        assertThat(Instant.parse(answer.json().path("expires").asText()))
                .isEqualTo(control.passes.getFirst());
        assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(control.audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.what()).isEqualTo("pass-issued");
                    assertThat(event.values())
                            .containsEntry("target", "orders-prod")
                            .containsEntry("seconds", "60");
                    assertThat(event.values().values())
                            .noneMatch(value -> value.contains("secret-of"));
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 901, Integer.MAX_VALUE})
    void aPassHasALifeWithinBounds(int seconds) throws Exception {
        Http.Answer answer =
                http.post(
                        "/v1/passes",
                        "token-job-17",
                        "{\"target\":\"orders-prod\",\"seconds\":" + seconds + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText())
                .isEqualTo("seconds: " + seconds + " (expected: 1..900).");
        assertThat(control.passes).isEmpty();
    }

    @Test
    void aTargetThatIsNotForYouIsLikeNone() throws Exception {
        Http.Answer hidden =
                http.post("/v1/passes", "token-job-17", "{\"target\":\"secret-prod\"}");
        Http.Answer absent =
                http.post("/v1/passes", "token-job-17", "{\"target\":\"absent-prod\"}");

        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.raw().body().replace("secret-prod", "X"))
                .isEqualTo(absent.raw().body().replace("absent-prod", "X"));
        assertThat(control.passes).isEmpty();
    }

    @Test
    void aTokenIsExchangedForAPass() throws Exception {
        for (String type : List.of("jwt", "id_token", "access_token")) {
            Http.Answer answer =
                    http.form(
                            "/oauth2/token",
                            GRANT
                                    + "&subject_token=token-job-17&"
                                    + TYPE
                                    + type
                                    + "&audience=orders-prod&scope=login");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("access_token").asText())
                    .isEqualTo("secret-of-job-17-at-orders-prod");
            assertThat(answer.json().path("issued_token_type").asText())
                    .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
            assertThat(answer.json().path("token_type").asText()).isEqualTo("N_A");
            assertThat(answer.json().path("expires_in").asInt()).isBetween(890, 900);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=password, unsupported_grant_type",
        "subject_token=token-job-17, unsupported_grant_type",
        "GRANT&subject_token=token-job-17&audience=orders-prod, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEsaml2&audience=orders-prod, invalid_request",
        "GRANT&TYPEjwt&audience=orders-prod, invalid_request",
        "GRANT&subject_token=token-expired&TYPEjwt&audience=orders-prod, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=orders-prod&audience=secret-prod, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=orders-prod&actor_token=token-dana, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=orders-prod&requested_token_type=jwt, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=secret-prod, invalid_target",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=Not A Name, invalid_target",
        "GRANT&subject_token=%zz&TYPEjwt&audience=orders-prod, invalid_request",
    })
    void anExchangeThatIsNotRightIsRefusedInOAuthsForm(String form, String error) throws Exception {
        Http.Answer answer =
                http.form("/oauth2/token", form.replace("GRANT", GRANT).replace("TYPE", TYPE));
        assertThat(answer.status()).isEqualTo(400);
        // A form that cannot even be decoded is refused by the HTTP layer, in the API's own form.
        assertThat(
                        answer.json().has("error")
                                ? answer.json().path("error").asText()
                                : "invalid_request")
                .isEqualTo(error);
        assertThat(control.passes).isEmpty();
    }
}
