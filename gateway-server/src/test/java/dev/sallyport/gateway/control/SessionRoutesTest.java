package dev.sallyport.gateway.control;

import static dev.sallyport.gateway.control.RunningControl.personOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.gateway.control.RunningControl.FakeSession;
import dev.sallyport.model.control.SessionState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRoutesTest extends ControlTest {
    @Test
    void administratorsSeeAllAndOthersTheirOwn() throws Exception {
        FakeSession jobs = control.session(JOB, SessionState.HELD);
        FakeSession danas = control.session(personOf("token-dana"), SessionState.RUNNING);

        assertThat(ids(http.get("/v1/sessions", "token-adam")))
                .containsExactlyInAnyOrder(id(jobs), id(danas));
        assertThat(ids(http.get("/v1/sessions", "token-job-17"))).containsExactly(id(jobs));
        assertThat(http.get("/v1/sessions/" + id(danas), "token-job-17").status()).isEqualTo(404);
        JsonNode shown = http.get("/v1/sessions/" + id(jobs), "token-job-17").json();
        assertThat(shown.path("state").asText()).isEqualTo("held");
        assertThat(shown.path("statements").asInt()).isEqualTo(7);
        assertThat(shown.has("approval")).isFalse();
    }

    @Test
    void onlyAdministratorsKill() throws Exception {
        FakeSession session = control.session(JOB, SessionState.RUNNING);
        String path = "/v1/sessions/" + id(session) + "?reason=runs%20wild";

        for (String token : List.of("token-job-17", "token-dana", "token-guest")) {
            assertRefused(http.delete(path, token), 403, "role-missing");
        }
        assertThat(session.kills()).isEmpty();
        assertThat(control.audited).isEmpty();

        assertThat(http.delete(path, "token-adam").status()).isEqualTo(202);
        assertThat(session.kills()).containsExactly("adam: runs wild");
        assertThat(control.audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.what()).isEqualTo("session-killed");
                    assertThat(event.values())
                            .containsEntry("session", id(session))
                            .containsEntry("reason", "runs wild")
                            .containsEntry("identity.name", "adam");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01JNNNNNNNNNNNNNNNNNNNNNNN",
                "x",
                "%00",
                "..%2F..",
                "01JNNNNNNNNNNNNNNNNNNNNNNN%0a"
            })
    void aSessionThatIsNotThere(String id) throws Exception {
        assertThat(http.delete("/v1/sessions/" + id, "token-adam").status()).isEqualTo(404);
        assertThat(control.audited).isEmpty();
    }
}
