package dev.sallyport.gateway.control;

import static dev.sallyport.gateway.control.RunningControl.personOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.control.RunningControl.Asked;
import dev.sallyport.gateway.control.RunningControl.FakeSession;
import dev.sallyport.model.control.ControlJson;
import dev.sallyport.model.identity.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A control API for each test, and a client of it.
abstract class ControlTest {
    static final Identity JOB = personOf("token-job-17");

    static final String GRANT =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    static final String TYPE = "subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3A";

    RunningControl control;
    Http http;

    @BeforeEach
    void start() throws Exception {
        control = new RunningControl();
        http = new Http(control.url());
    }

    @AfterEach
    void stop() {
        http.close();
        control.close();
    }

    static String exchange(String token, String target) {
        return GRANT + "&subject_token=" + token + "&" + TYPE + "jwt&audience=" + target;
    }

    Http.Answer answer(Asked asked, String token, boolean yes, String reason, String sha256)
            throws IOException, InterruptedException {
        String body =
                ControlJson.strict()
                        .writeValueAsString(Map.of("yes", yes, "reason", reason, "sha256", sha256));
        return http.post(path(asked) + "/answer", token, body);
    }

    static void assertRefused(Http.Answer answer, int status, String problem) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo("urn:sallyport:problem:" + problem);
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
        assertThat(answer.json().path("next").asText()).isNotEmpty();
    }

    static String path(Asked asked) {
        return "/v1/approvals/" + asked.approval().id();
    }

    static String id(FakeSession session) {
        return session.summary().id().value();
    }

    static List<String> ids(Http.Answer list) {
        return list.json()
                .path("sessions")
                .valueStream()
                .map(session -> session.path("id").asText())
                .toList();
    }
}
