package dev.sallyport.gateway.control;

import static dev.sallyport.gateway.control.RunningControl.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.model.control.ControlJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The policy's versions over HTTP: administrators only, recorded first, and told what is wrong.
class PolicyRoutesTest extends ControlTest {
    private static final String OTHER = POLICY.replace("id: read", "id: look");
    private static final String VERSIONS = "/v1/policy/versions";

    @Test
    void administratorsActivateListShowAndRollBack() throws Exception {
        Http.Answer activated =
                post(VERSIONS, "token-adam", Map.of("text", OTHER, "reason", "renamed"));

        assertThat(activated.status()).isEqualTo(201);
        assertThat(activated.json().path("number").asInt()).isEqualTo(2);
        assertThat(activated.json().path("active").asBoolean()).isTrue();
        JsonNode shown = http.get(VERSIONS + "/active", "token-adam").json();
        assertThat(shown.path("text").asText()).isEqualTo(OTHER);
        assertThat(shown.path("version").path("by").path("name").asText()).isEqualTo("adam");
        assertThat(shown.path("version").path("reason").asText()).isEqualTo("renamed");

        Http.Answer back = post("/v1/policy/rollback", "token-adam", Map.of());
        assertThat(back.status()).isEqualTo(201);
        assertThat(back.json().path("restores").asInt()).isEqualTo(1);
        JsonNode list = http.get(VERSIONS, "token-adam").json();
        assertThat(list.path("versions")).hasSize(3);
        assertThat(list.path("versions").path(0).path("how").asText()).isEqualTo("rollback");
        assertThat(list.path("versions").path(1).path("active").asBoolean()).isFalse();
        assertThat(http.get(VERSIONS + "/1", "token-adam").json().path("text").asText())
                .isEqualTo(POLICY);
        assertThat(http.get(VERSIONS + "/99", "token-adam").status()).isEqualTo(404);

        assertThat(control.audited)
                .extracting(event -> event.what())
                .containsExactly("policy-activated", "policy-activated");
        assertThat(control.audited.getFirst().values())
                .containsEntry("identity.name", "adam")
                .containsEntry("reason", "renamed")
                .containsEntry("how", "activate")
                .containsEntry("version", "2")
                .containsKeys("from", "to");
    }

    @Test
    void nobodyElseMay() throws Exception {
        for (String token : List.of("token-job-17", "token-dana", "token-guest")) {
            assertRefused(http.get(VERSIONS, token), 403, "role-missing");
            assertRefused(http.get(VERSIONS + "/active", token), 403, "role-missing");
            assertRefused(post(VERSIONS, token, Map.of("text", OTHER)), 403, "role-missing");
            assertRefused(
                    post("/v1/policy/check", token, Map.of("text", OTHER)), 403, "role-missing");
            assertRefused(post("/v1/policy/rollback", token, Map.of()), 403, "role-missing");
            assertRefused(post("/v1/policy/reload", token, Map.of()), 403, "role-missing");
        }
        assertThat(control.versions.count()).isEqualTo(1);
        assertThat(control.audited).isEmpty();
    }

    @Test
    void whatCannotBeRecordedDoesNotHappen() throws Exception {
        control.auditFails.set(true);

        assertRefused(post(VERSIONS, "token-adam", Map.of("text", OTHER)), 503, "not-recorded");
        assertThat(control.versions.count()).isEqualTo(1);
    }

    @Test
    void problemsAreToldWithTheirPlaces() throws Exception {
        String faulty = OTHER.replace("effects: [read]", "effects: [raed]");

        Http.Answer refused = post(VERSIONS, "token-adam", Map.of("text", faulty));
        assertRefused(refused, 422, "policy-faulty");
        assertThat(refused.json().path("detail").asText())
                .startsWith("policy.yaml:5:57: error: effects: 'raed'")
                .endsWith("did you mean 'read'?");
        JsonNode checked = post("/v1/policy/check", "token-adam", Map.of("text", faulty)).json();
        assertThat(checked.path("problems").path(0).path("line").asInt()).isEqualTo(5);
        assertThat(checked.path("problems").path(0).path("column").asInt()).isEqualTo(57);
        assertThat(
                        post("/v1/policy/check", "token-adam", Map.of("text", OTHER))
                                .json()
                                .path("problems"))
                .isEmpty();
        assertThat(control.versions.count()).isEqualTo(1);
    }

    @Test
    void thereIsNothingToDo() throws Exception {
        assertRefused(
                post("/v1/policy/rollback", "token-adam", Map.of()), 409, "no-earlier-policy");
        post(VERSIONS, "token-adam", Map.of("text", OTHER));
        assertRefused(post(VERSIONS, "token-adam", Map.of("text", OTHER)), 409, "policy-unchanged");
    }

    @Test
    void aLongPolicyFitsAndAnEndlessOneDoesNot() throws Exception {
        String comment = "# " + "x".repeat(97) + "\n";
        assertThat(
                        post(VERSIONS, "token-adam", Map.of("text", OTHER + comment.repeat(8_000)))
                                .status())
                .isEqualTo(201);
        assertRefused(
                post(VERSIONS, "token-adam", Map.of("text", OTHER + comment.repeat(30_000))),
                413,
                "too-large");
    }

    private Http.Answer post(String path, String token, Map<String, String> body) throws Exception {
        return http.post(path, token, ControlJson.strict().writeValueAsString(body));
    }
}
