package dev.sallyport.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is masked, and by which kind, when origins are known; and what when they are not.
class MaskPlanTest {
    private static final Origin EMAIL = Origin.Base.of("public", "users", "email");
    private static final Origin ID = Origin.Base.of("public", "users", "id");

    private static final Masks MASKS = masks("public.*.email", MaskKind.EMAIL);

    /// `users(id, email)` and `plain(id)`, each in schema public; `lower` is transparent.
    private static final Lineage LINEAGE =
            new Lineage() {
                @Override
                public @Nullable List<Relation> relations(Name name) {
                    return switch (name.name()) {
                        case "users" ->
                                List.of(
                                        new Relation(
                                                "public",
                                                "users",
                                                Map.of("id", ID, "email", EMAIL)));
                        case "plain" ->
                                List.of(
                                        new Relation(
                                                "public",
                                                "plain",
                                                Map.of(
                                                        "id",
                                                        Origin.Base.of("public", "plain", "id"))));
                        default -> null;
                    };
                }

                @Override
                public boolean isTransparent(Name function) {
                    return function.name().equals("lower");
                }
            };

    @Test
    void withoutMasksAllIsShownAndNothingIsLookedAt() {
        assertThat(plan(Masks.NONE, new Origin.Unresolved()).isEmpty()).isTrue();
        assertThat(plan(MASKS, ID).isEmpty()).isTrue();
    }

    @Test
    void aliasesHideNothing() {
        MaskPlan plan =
                MaskPlan.of(
                        MASKS,
                        List.of(new Column("id", EMAIL), new Column("email", ID)),
                        List.of(),
                        LINEAGE);

        assertThat(plan.kind(0)).isEqualTo(MaskKind.EMAIL);
        assertThat(plan.kind(1)).isNull();
        assertThat(plan.words(2)).containsExactly("email", "");
    }

    @Test
    void theStrictestOfSeveralWins() {
        Masks both =
                masks("*.users.*", MaskKind.LAST4).and(masks("public.users.email", MaskKind.NULL));

        assertThat(plan(both, EMAIL).kind(0)).isEqualTo(MaskKind.NULL);
        assertThat(plan(both, ID).kind(0)).isEqualTo(MaskKind.LAST4);
    }

    @Test
    void kinCount() {
        Origin child =
                new Origin.Base(
                        new BaseColumn("archive", "users_2020", "mail"),
                        Set.of(new BaseColumn("public", "users", "email")));

        assertThat(plan(MASKS, child).kind(0)).isEqualTo(MaskKind.EMAIL);
    }

    /// `reverse(email)` under the mask for addresses would still show most of it.
    @Test
    void whatAViewComputesIsRedactedWhateverTheMask() {
        Origin view =
                new Origin.View(
                        new BaseColumn("public", "v", "x"),
                        Set.of(new BaseColumn("public", "users", "email")));

        assertThat(plan(MASKS, view).kind(0)).isEqualTo(MaskKind.REDACT);
        assertThat(plan(masks("public.users.email", MaskKind.NULL), view).kind(0))
                .isEqualTo(MaskKind.NULL);
        assertThat(plan(masks("public.v.x", MaskKind.LAST4), view).kind(0))
                .isEqualTo(MaskKind.LAST4);
    }

    @Test
    void unresolvedIsRedacted() {
        assertThat(plan(MASKS, new Origin.Unresolved()).kind(0)).isEqualTo(MaskKind.REDACT);
    }

    @Test
    void expressionsAreShownOnlyWhereNoMaskedColumnCanReachThem() {
        assertThat(computed("plain", "lower", "id")).isNull();
        assertThat(computed("users", "lower", "id")).isNull();
        assertThat(computed("users", "lower", "u.id")).isNull();
        assertThat(computed("users", "lower", "email")).isEqualTo(MaskKind.REDACT);
        assertThat(computed("users", "lower", "u.\"email\"")).isEqualTo(MaskKind.REDACT);
        assertThat(computed("users", "lower", "*")).isEqualTo(MaskKind.REDACT);
        assertThat(computed("users", "lower", "u")).isEqualTo(MaskKind.REDACT);
        assertThat(computed("users", "lower", "u.to_jsonb")).isEqualTo(MaskKind.REDACT);
        assertThat(computed("unheard_of", "lower", "id")).isEqualTo(MaskKind.REDACT);
        assertThat(computed("plain", "unheard_of", "id")).isEqualTo(MaskKind.REDACT);
    }

    @Test
    void whatRunsElsewhereIsNotTrusted() {
        for (Effect effect : List.of(Effect.EXECUTE, Effect.CALL, Effect.DO, Effect.UNKNOWN)) {
            MaskPlan plan =
                    MaskPlan.of(
                            MASKS,
                            List.of(new Column("x", new Origin.Computed())),
                            List.of(Action.of("X", effect)),
                            LINEAGE);
            assertThat(plan.kind(0)).as("%s", effect).isEqualTo(MaskKind.REDACT);
        }
        MaskPlan fetch =
                MaskPlan.of(
                        MASKS,
                        List.of(new Column("x", new Origin.Computed())),
                        List.of(Action.of("FETCH", Effect.READ)),
                        LINEAGE);
        assertThat(fetch.kind(0)).isEqualTo(MaskKind.REDACT);
    }

    @Test
    void copyAndErrorsReachWhateverTheRelationHolds() {
        Reach reach = new Reach(MASKS, LINEAGE);

        assertThat(reach.intoAnything(List.of(action("users", "lower", "id")))).isTrue();
        assertThat(reach.intoAnything(List.of(action("plain", "lower", "id")))).isFalse();
        assertThat(
                        new Reach(Masks.NONE, Lineage.UNKNOWN)
                                .intoAnything(List.of(action("users", "f", "*"))))
                .isFalse();
    }

    @Test
    void masksTexts() {
        assertThat(Masker.mask(MaskKind.NULL, "x")).isNull();
        assertThat(Masker.mask(MaskKind.REDACT, "")).isEqualTo("[masked]");
        assertThat(Masker.mask(MaskKind.LAST4, "4111111111111111")).isEqualTo("****1111");
        assertThat(Masker.mask(MaskKind.LAST4, "12345678")).isEqualTo("****5678");
        assertThat(Masker.mask(MaskKind.LAST4, "1234567")).isEqualTo("****");
        assertThat(Masker.mask(MaskKind.LAST4, "\uD83D\uDE00".repeat(7))).isEqualTo("****");
        assertThat(Masker.mask(MaskKind.LAST4, "\uD83D\uDE00".repeat(8)))
                .isEqualTo("****" + "\uD83D\uDE00".repeat(4));
        assertThat(Masker.mask(MaskKind.EMAIL, "alice@example.com")).isEqualTo("a***@example.com");
        assertThat(Masker.mask(MaskKind.EMAIL, "a@example.com")).isEqualTo("***@example.com");
        assertThat(Masker.mask(MaskKind.EMAIL, "\"a@b\"@example.com"))
                .isEqualTo("\"***@example.com");
        for (String odd : List.of("", "alice", "@example.com", "alice@")) {
            assertThat(Masker.mask(MaskKind.EMAIL, odd)).isEqualTo("[masked]");
        }
    }

    private static @Nullable MaskKind computed(String relation, String function, String column) {
        return MaskPlan.of(
                        MASKS,
                        List.of(new Column("x", new Origin.Computed())),
                        List.of(action(relation, function, column)),
                        LINEAGE)
                .kind(0);
    }

    private static Action action(String relation, String function, String column) {
        return new Action(
                "SELECT",
                EnumSet.of(Effect.READ),
                Set.of(Name.of(relation)),
                Set.of(),
                Set.of(),
                Set.of(Name.of(function)),
                Set.of(column),
                false,
                true);
    }

    private static MaskPlan plan(Masks masks, Origin origin) {
        return MaskPlan.of(masks, List.of(new Column("c", origin)), List.of(), LINEAGE);
    }

    private static Masks masks(String pattern, MaskKind kind) {
        return new Masks(List.of(new MaskRule(pattern, List.of(pattern), kind)));
    }
}
