package dev.sallyport.gateway.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
/// To be believed, the test is tried on itself: each script is played on two servers directly first, which must answer
/// alike, or the script proves nothing; and a single changed byte is shown to be found.
final class TransparencyTest {
    private static final int EXCHANGES_MIN = 300;

    private static List<List<Script>> topics;
    private static Stage stage;
    private static AllowingGateway gateway;

    @BeforeAll
    static void open() throws Exception {
        topics = Topics.read();
        stage = Stage.open(3);
        gateway =
                AllowingGateway.before(
                        behind().server(), Stage.DATABASE, Stage.USER, Stage.PASSWORD);
    }

    @AfterAll
    static void close() throws Exception {
        gateway.close();
        stage.close();
    }

    @TestFactory
    Stream<DynamicContainer> theGatewayAnswersLikeTheServerBehindIt() {
        return topics.stream()
                .map(scripts ->
                        dynamicContainer(
                                scripts.getFirst().topic(),
                                Stream.concat(
                                        Stream.of(dynamicTest("(a fresh database)", stage::reset)),
                                        scripts.stream().map(TransparencyTest::same))));
    }

    @Test
    void thereAreEnoughExchanges() {
        assertThat(topics.stream().flatMap(List::stream).filter(s -> s.refusal().isEmpty()))
                .hasSizeGreaterThanOrEqualTo(EXCHANGES_MIN);
    }

    @Test
    void oneChangedByteIsFound() throws Exception {
        Script script = ScriptReader.read("self-check", "= a\nQ SELECT 'unaltered'\n").getFirst();
        Route direct = first().direct();
        try (Meddler meddler = new Meddler(first().port(), "unaltered", "unalterez")) {
            Route meddled = new DirectRoute(meddler.port());

            Transcript expected = Player.play(script, direct, first());

            assertThat(expected.difference(Player.play(script, direct, first()))).isEmpty();
            assertThat(expected.difference(Player.play(script, meddled, first())))
                    .hasValueSatisfying(
                            text -> assertThat(text).contains("unaltered").contains("unalterez"));
        }
    }

    private static DynamicNode same(Script script) {
        return dynamicTest(
                script.name(),
                () -> {
                    stage.align();
                    Transcript expected = Player.play(script, first().direct(), first());
                    Transcript again = Player.play(script, second().direct(), second());
                    assertThat(expected.difference(again))
                            .as("%s: two servers do not answer alike, so it proves nothing", script)
                            .isEmpty();

                    Transcript actual = Player.play(script, new GatewayRoute(gateway), behind());

                    if (script.refusal().isPresent()) {
                        assertThat(actual.tellsOfAnError())
                                .as("%s: %s", script, script.refusal().get())
                                .isTrue();
                    } else {
                        assertThat(expected.difference(actual))
                                .as("%s: directly, then by the gateway", script)
                                .isEmpty();
                    }
                });
    }

    private static Stage.House first() {
        return stage.house(0);
    }

    private static Stage.House second() {
        return stage.house(1);
    }

    /// The server behind the gateway.
    private static Stage.House behind() {
        return stage.house(2);
    }
}
