package dev.sallyport.gateway.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// PostgreSQL's clients cannot tell whether they speak with it directly or through the gateway.
///
/// To be believed, the test is tried on itself: two servers side by side give the same answers to every script, and a
/// single changed byte is found.
final class TransparencyTest {
    private static final int EXCHANGES_MIN = 300;

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.open();
    }

    @AfterAll
    static void close() throws Exception {
        stage.close();
    }

    @Test
    void thereAreEnoughExchanges() throws Exception {
        assertThat(Topics.read().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(EXCHANGES_MIN);
    }

    @TestFactory
    Stream<DynamicContainer> twoServersAnswerAlike() throws Exception {
        return everyScript(stage.left.direct(), stage.right.direct());
    }

    @Test
    void oneChangedByteIsFound() throws Exception {
        Script script = ScriptReader.read("self-check", "= a\nQ SELECT 'unaltered'\n").getFirst();
        Route direct = stage.right.direct();
        try (Meddler meddler = new Meddler(stage.right.port(), "unaltered", "unalterez")) {
            Route meddled = new Meddled(direct, meddler.port());

            Transcript expected = Player.play(script, direct, stage.right);

            assertThat(expected.difference(Player.play(script, direct, stage.right))).isEmpty();
            assertThat(expected.difference(Player.play(script, meddled, stage.right)))
                    .hasValueSatisfying(text -> assertThat(text).contains("unaltered").contains("unalterez"));
        }
    }

    private static Stream<DynamicContainer> everyScript(Route left, Route right) throws Exception {
        return Topics.read().stream()
                .map(
                        scripts ->
                                dynamicContainer(
                                        scripts.getFirst().topic(),
                                        Stream.concat(
                                                Stream.of(dynamicTest("(a fresh database)", stage::reset)),
                                                scripts.stream().map(s -> same(s, left, right)))));
    }

    private static DynamicNode same(Script script, Route left, Route right) {
        return dynamicTest(
                script.name(),
                () -> {
                    stage.align();
                    Transcript expected = Player.play(script, left, stage.left);
                    Transcript actual = Player.play(script, right, stage.right);
                    assertThat(expected.difference(actual))
                            .as("%s: %s, then %s", script, left.name(), right.name())
                            .isEmpty();
                });
    }

    /// A route through the meddler.
    private record Meddled(Route direct, int port) implements Route {
        @Override
        public String name() {
            return "meddled";
        }

        @Override
        public RawPostgres open() throws IOException {
            return RawPostgres.open(port);
        }

        @Override
        public String user() {
            return direct.user();
        }

        @Override
        public String password() {
            return direct.password();
        }
    }
}
