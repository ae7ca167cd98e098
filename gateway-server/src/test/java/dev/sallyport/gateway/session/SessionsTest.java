package dev.sallyport.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.control.SessionState;
import dev.sallyport.model.control.SessionSummary;
import dev.sallyport.model.control.Who;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.target.TargetName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Sessions sessions = new Sessions();

    @Test
    void listsTheOldestFirst() {
        Fake late = add(NOON.plusSeconds(5));
        Fake early = add(NOON);

        assertThat(sessions.list()).containsExactly(early.summary(), late.summary());
        assertThat(sessions.count()).isEqualTo(2);
        assertThat(sessions.find(late.summary().id())).contains(late);
    }

    @Test
    void killReachesThatSessionAndNoOther() {
        Fake one = add(NOON);
        Fake other = add(NOON);

        assertThat(sessions.kill(one.summary().id(), "dana", "runs wild")).isTrue();

        assertThat(one.kills).containsExactly("dana: runs wild");
        assertThat(other.kills).isEmpty();
    }

    @Test
    void whatLeftIsForgotten() {
        Fake one = add(NOON);
        sessions.remove(one.summary().id());
        sessions.remove(one.summary().id());

        assertThat(sessions.list()).isEmpty();
        assertThat(sessions.find(one.summary().id())).isEmpty();
        assertThat(sessions.kill(one.summary().id(), "dana", "")).isFalse();
    }

    @Test
    void anIdStandsForOneSession() {
        Fake one = add(NOON);
        assertThatThrownBy(() -> sessions.add(one.summary().id(), new Fake(one.summary())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(sessions.find(one.summary().id())).contains(one);
    }

    private Fake add(Instant started) {
        Fake session =
                new Fake(
                        new SessionSummary(
                                SessionId.at(started.toEpochMilli()),
                                new TargetName("orders-prod"),
                                "postgres",
                                new Who("job-17", "https://issuer.example.test", "job-17-subject"),
                                Set.of("pipeline"),
                                "127.0.0.1:50000",
                                started,
                                3,
                                SessionState.IDLE,
                                null));
        sessions.add(session.summary().id(), session);
        return session;
    }

    private record Fake(SessionSummary summary, List<String> kills) implements LiveSession {
        Fake(SessionSummary summary) {
            this(summary, new ArrayList<>());
        }

        @Override
        public void kill(String byWhom, String why) {
            kills.add(byWhom + ": " + why);
        }
    }
}
