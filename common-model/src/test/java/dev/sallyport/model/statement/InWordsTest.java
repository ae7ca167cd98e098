package dev.sallyport.model.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InWordsTest {
    @Test
    void whatItDoesAndToWhat() {
        Action delete =
                new Action(
                        "WITH",
                        Set.of(Effect.DELETE, Effect.READ),
                        Set.of(Name.of("items")),
                        Set.of(new Name("public", "orders")),
                        Set.of(),
                        Set.of(Name.of("now")),
                        Set.of(),
                        true,
                        true);

        assertThat(InWords.of(statement(List.of(delete))))
                .isEqualTo(
                        "WITH: read, delete; reads items; writes public.orders; calls now; without WHERE");
    }

    @Test
    void everyStatementOfATextAndWhatIsNotUnderstood() {
        List<Action> both =
                List.of(
                        Action.of("BEGIN", Effect.TRANSACTION),
                        Action.of("FROBNICATE", Effect.UNKNOWN));
        assertThat(InWords.of(statement(both)))
                .isEqualTo("BEGIN: transaction | FROBNICATE: unknown; not fully understood");
    }

    @Test
    void aLineHasAnEnd() {
        String words =
                InWords.of(
                        statement(
                                Collections.nCopies(
                                        1_000, Action.of("BEGIN", Effect.TRANSACTION))));
        assertThat(words).hasSize(InWords.CHARS_MAX).endsWith("…");
    }

    private static Statement statement(List<Action> actions) {
        return new Statement("", actions, List.of(), Stage.EXECUTE);
    }
}
