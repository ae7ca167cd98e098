package dev.sallyport.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.policy.Detector;
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

    private static final Masks MASKS = masks("public.*.email", new MaskKind.Email());

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

        assertThat(plan.kind(0)).isEqualTo(new MaskKind.Email());
        assertThat(plan.kind(1)).isNull();
        assertThat(plan.words(2)).containsExactly("email", "");
    }

    @Test
    void theStrictestOfSeveralWins() {
        Masks both =
                masks("*.users.*", new MaskKind.Partial(0, 4))
                        .and(masks("public.users.email", new MaskKind.Null()));

        assertThat(plan(both, EMAIL).kind(0)).isEqualTo(new MaskKind.Null());
        assertThat(plan(both, ID).kind(0)).isEqualTo(new MaskKind.Partial(0, 4));
    }

    @Test
    void kinCount() {
        Origin child =
                new Origin.Base(
                        new BaseColumn("archive", "users_2020", "mail"),
                        Set.of(new BaseColumn("public", "users", "email")));

        assertThat(plan(MASKS, child).kind(0)).isEqualTo(new MaskKind.Email());
    }

    /// `reverse(email)` under the mask for addresses would still show most of it.
    @Test
    void whatAViewComputesIsRedactedWhateverTheMask() {
        Origin view =
                new Origin.View(
                        new BaseColumn("public", "v", "x"),
                        Set.of(new BaseColumn("public", "users", "email")));

        assertThat(plan(MASKS, view).kind(0)).isEqualTo(new MaskKind.Redact());
        assertThat(plan(masks("public.users.email", new MaskKind.Null()), view).kind(0))
                .isEqualTo(new MaskKind.Null());
        assertThat(plan(masks("public.v.x", new MaskKind.Partial(0, 4)), view).kind(0))
                .isEqualTo(new MaskKind.Partial(0, 4));
    }

    @Test
    void unresolvedIsRedacted() {
        assertThat(plan(MASKS, new Origin.Unresolved()).kind(0)).isEqualTo(new MaskKind.Redact());
    }

    @Test
    void expressionsAreShownOnlyWhereNoMaskedColumnCanReachThem() {
        assertThat(computed("plain", "lower", "id")).isNull();
        assertThat(computed("users", "lower", "id")).isNull();
        assertThat(computed("users", "lower", "u.id")).isNull();
        assertThat(computed("users", "lower", "email")).isEqualTo(new MaskKind.Redact());
        assertThat(computed("users", "lower", "u.\"email\"")).isEqualTo(new MaskKind.Redact());
        assertThat(computed("users", "lower", "*")).isEqualTo(new MaskKind.Redact());
        assertThat(computed("users", "lower", "u")).isEqualTo(new MaskKind.Redact());
        assertThat(computed("users", "lower", "u.to_jsonb")).isEqualTo(new MaskKind.Redact());
        assertThat(computed("unheard_of", "lower", "id")).isEqualTo(new MaskKind.Redact());
        assertThat(computed("plain", "unheard_of", "id")).isEqualTo(new MaskKind.Redact());
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
            assertThat(plan.kind(0)).as("%s", effect).isEqualTo(new MaskKind.Redact());
        }
        MaskPlan fetch =
                MaskPlan.of(
                        MASKS,
                        List.of(new Column("x", new Origin.Computed())),
                        List.of(Action.of("FETCH", Effect.READ)),
                        LINEAGE);
        assertThat(fetch.kind(0)).isEqualTo(new MaskKind.Redact());
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
    void aNameMasksWhereverTheColumnComesFrom() {
        Masks masks = new Masks(List.of(named("*mail*", new MaskKind.Redact())));

        assertThat(named(masks, "E-Mail", new Origin.Computed())).isEqualTo(new MaskKind.Redact());
        assertThat(named(masks, "email", ID)).isEqualTo(new MaskKind.Redact());
        assertThat(named(masks, "phone", EMAIL)).isNull();
        assertThat(named(masks, "phone", new Origin.Unresolved())).isNull();
        assertThat(named(masks.and(MASKS), "email", EMAIL)).isEqualTo(new MaskKind.Redact());
    }

    @Test
    void detectorsMakeAPlanOfColumnsThatNothingElseMasks() {
        Masks masks =
                new Masks(
                        List.of(
                                new MaskRule(
                                        "found",
                                        List.of(),
                                        List.of(),
                                        List.of(Detector.BuiltIn.CARD),
                                        new MaskKind.Redact(),
                                        MaskRule.Predicates.ALLOWED)));
        MaskPlan plan =
                MaskPlan.of(
                        masks.and(MASKS),
                        List.of(new Column("a", ID), new Column("b", EMAIL)),
                        List.of(),
                        LINEAGE);

        assertThat(plan.detects()).isTrue();
        assertThat(plan.words(2)).containsExactly("detectors", "email");
        assertThat(plan.only(List.of(1)).words(1)).containsExactly("email");
        assertThat(new Reach(masks, Lineage.UNKNOWN).intoAnything(List.of())).isFalse();
    }

    private static MaskRule named(String pattern, MaskKind kind) {
        return new MaskRule(
                pattern, List.of(), List.of(pattern), List.of(), kind, MaskRule.Predicates.ALLOWED);
    }

    private static @Nullable MaskKind named(Masks masks, String name, Origin origin) {
        return MaskPlan.of(masks, List.of(new Column(name, origin)), List.of(), LINEAGE).kind(0);
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
