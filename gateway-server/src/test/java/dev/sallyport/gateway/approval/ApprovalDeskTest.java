package dev.sallyport.gateway.approval;

import static dev.sallyport.gateway.approval.Questions.JOB;
import static dev.sallyport.gateway.approval.Questions.NOON;
import static dev.sallyport.gateway.approval.Questions.WAIT;
import static dev.sallyport.gateway.approval.Questions.person;
import static dev.sallyport.gateway.approval.Questions.question;
import static dev.sallyport.gateway.approval.Questions.terms;
import static dev.sallyport.gateway.approval.Questions.termsWithReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.approval.AnswerResult.AlreadyAnswered;
import dev.sallyport.gateway.approval.AnswerResult.HashMismatch;
import dev.sallyport.gateway.approval.AnswerResult.NeedsReason;
import dev.sallyport.gateway.approval.AnswerResult.NotAllowed;
import dev.sallyport.gateway.approval.AnswerResult.NotOpen;
import dev.sallyport.gateway.approval.AnswerResult.Taken;
import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.ApprovalTerms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalDeskTest {
    private static final Identity DANA = person("dana", "dba");
    private static final Identity EMIL = person("emil", "dba");
    private static final Identity FAY = person("fay", "dba");
    private static final Identity GUEST = person("guest", "viewer");

    private final MovingClock clock = new MovingClock(NOON);
    private final ApprovalDesk desk = new ApprovalDesk(clock);
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void oneYesApproves() {
        Approval asked = ask(terms(1));

        assertThat(answer(asked, DANA, true, "looks right")).isEqualTo(new Taken(0));

        Answer answer = new Answer(DANA, true, "looks right", NOON);
        assertThat(heard.outcome()).isEqualTo(new Outcome.Approved(List.of(answer)));
        assertThat(heard.answers).containsExactly(answer);
        assertThat(heard.offVirtualThreads).hasValue(0);
        assertThat(desk.openCount()).isZero();
        assertThat(desk.find(asked.id()))
                .contains(
                        new ApprovalState.Ended(
                                asked,
                                List.of(answer),
                                new Outcome.Approved(List.of(answer)),
                                NOON));
    }

    @Test
    void oneNoDenies() {
        Approval asked = ask(terms(2));
        answer(asked, DANA, true, "");

        assertThat(answer(asked, EMIL, false, "not during business hours")).isEqualTo(new Taken(0));

        assertThat(heard.outcome())
                .isEqualTo(
                        new Outcome.Denied(
                                new Answer(EMIL, false, "not during business hours", NOON)));
        assertThat(heard.answers).extracting(Answer::yes).containsExactly(true, false);
    }

    @Test
    void asManyDifferentPeopleAsTheTermsSay() {
        Approval asked = ask(terms(3));

        assertThat(answer(asked, DANA, true, "")).isEqualTo(new Taken(2));
        assertThat(answer(asked, DANA, true, "")).isInstanceOf(AlreadyAnswered.class);
        assertThat(answer(asked, EMIL, true, "")).isEqualTo(new Taken(1));
        assertThat(desk.find(asked.id())).containsInstanceOf(ApprovalState.Open.class);
        assertThat(heard.hasEnded()).isFalse();
        assertThat(answer(asked, FAY, true, "")).isEqualTo(new Taken(0));

        assertThat(heard.outcome()).isInstanceOf(Outcome.Approved.class);
        assertThat(heard.answers).extracting(Answer::by).containsExactly(DANA, EMIL, FAY);
    }

    @Test
    void anotherNameDoesNotMakeAnotherPerson() {
        Approval asked = ask(terms(2));
        answer(asked, DANA, true, "");
        Identity renamed =
                new Identity(
                        DANA.issuer(),
                        DANA.subject(),
                        "somebody else",
                        Set.of("dba", "lead"),
                        Map.of());

        assertThat(answer(asked, renamed, true, "")).isInstanceOf(AlreadyAnswered.class);
        assertThat(heard.hasEnded()).isFalse();
    }

    @Test
    void nobodyApprovesTheirOwnWhateverTheirRoles() {
        Approval asked = ask(terms(1));
        Identity self = JOB.withRoles(Set.of("dba", "administrator"));

        assertThat(answer(asked, self, true, ""))
                .isEqualTo(new NotAllowed(NotAllowed.Why.OWN_REQUEST));
        assertThat(answer(asked, self, false, ""))
                .isEqualTo(new NotAllowed(NotAllowed.Why.OWN_REQUEST));
        assertUntouched(asked);
    }

    @Test
    void theSameSubjectAtAnotherIssuerIsSomebodyElse() {
        Approval asked = ask(terms(1));
        Identity other =
                new Identity(
                        "https://other.example.test",
                        JOB.subject(),
                        "job",
                        Set.of("dba"),
                        Map.of());

        assertThat(answer(asked, other, true, "")).isEqualTo(new Taken(0));
    }

    @Test
    void withoutTheRoleNoAnswerCounts() {
        Approval asked = ask(terms(1));

        assertThat(answer(asked, GUEST, true, ""))
                .isEqualTo(new NotAllowed(NotAllowed.Why.ROLE_MISSING));
        assertThat(answer(asked, GUEST, false, ""))
                .isEqualTo(new NotAllowed(NotAllowed.Why.ROLE_MISSING));
        assertUntouched(asked);
    }

    @Test
    void termsOfTwoRulesWantARoleOfEach() {
        ApprovalTerms both = terms(1).and(ApprovalTerms.from(Set.of("security"), 1, WAIT, false));
        Approval asked = ask(both);

        assertThat(answer(asked, DANA, true, ""))
                .isEqualTo(new NotAllowed(NotAllowed.Why.ROLE_MISSING));
        assertThat(answer(asked, person("gil", "dba", "security"), true, ""))
                .isEqualTo(new Taken(0));
    }

    @Test
    void anAnswerAboutAnotherStatementIsNotTaken() {
        Approval asked = ask(terms(1));
        Approval other = question(desk.newId(), JOB, "DROP TABLE orders", terms(1), NOON);

        for (String wrong :
                List.of(other.statementSha256(), "", "0", asked.statementSha256().toUpperCase())) {
            assertThat(desk.answer(asked.id(), DANA, true, "", wrong))
                    .isEqualTo(new HashMismatch(asked.statementSha256()));
        }
        assertUntouched(asked);
    }

    @Test
    void otherParametersAreAnotherStatement() {
        Approval asked = ask(terms(1));
        String withoutParameters =
                new dev.sallyport.model.statement.Statement(
                                asked.statement().text(),
                                asked.statement().actions(),
                                List.of(),
                                asked.statement().stage())
                        .sha256();

        assertThat(desk.answer(asked.id(), DANA, true, "", withoutParameters))
                .isInstanceOf(HashMismatch.class);
        assertUntouched(asked);
    }

    @Test
    void anAnswerForOneSessionDoesNotServeAnotherWithTheSameText() {
        Approval first = ask(terms(1));
        Approval second = question(desk.newId(), terms(1), NOON);
        Heard secondHeard = new Heard();
        desk.ask(second, secondHeard);

        assertThat(answer(first, DANA, true, "")).isEqualTo(new Taken(0));

        assertThat(heard.outcome()).isInstanceOf(Outcome.Approved.class);
        assertThat(secondHeard.hasEnded()).isFalse();
        assertThat(desk.open()).extracting(ApprovalState::approval).containsExactly(second);
    }

    @Test
    void anAnswerWorksOnce() {
        Approval asked = ask(terms(1));
        answer(asked, DANA, true, "");
        Outcome outcome = heard.outcome();

        assertThat(answer(asked, DANA, true, "")).isEqualTo(new NotOpen(outcome));
        assertThat(answer(asked, EMIL, false, "")).isEqualTo(new NotOpen(outcome));
        assertThat(heard.endings).hasValue(1);
    }

    @Test
    void anUnknownQuestionIsNotOpen() {
        assertThat(desk.answer(new ApprovalId("A-000000"), DANA, true, "", ""))
                .isEqualTo(new NotOpen(null));
    }

    @Test
    void aReasonWhereTheTermsAskForOne() {
        Approval asked = ask(termsWithReason());

        assertThat(answer(asked, DANA, true, "")).isEqualTo(new NeedsReason());
        assertThat(answer(asked, DANA, true, " \t\n")).isEqualTo(new NeedsReason());
        assertThat(answer(asked, DANA, false, "")).isEqualTo(new NeedsReason());
        assertUntouched(asked);
        assertThat(answer(asked, DANA, true, "ticket 4711")).isEqualTo(new Taken(0));
    }

    @Test
    void aReasonHasAnEnd() {
        Approval asked = ask(terms(1));
        String longest = "x".repeat(ApprovalDesk.REASON_CHARS_MAX);

        assertThatThrownBy(() -> answer(asked, DANA, true, longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001");
        assertThat(answer(asked, DANA, true, longest)).isEqualTo(new Taken(0));
    }

    @Test
    void anAnswerAtTheDeadlineIsTooLate() {
        Approval asked = ask(terms(1));
        clock.move(WAIT);

        assertThat(answer(asked, DANA, true, "")).isEqualTo(new NotOpen(new Outcome.Expired()));
        assertThat(heard.outcome()).isEqualTo(new Outcome.Expired());
        assertThat(desk.open()).isEmpty();
    }

    @Test
    void anAnswerJustBeforeTheDeadlineCounts() {
        Approval asked = ask(terms(1));
        clock.move(WAIT.minusNanos(1));

        assertThat(answer(asked, DANA, true, "")).isEqualTo(new Taken(0));
    }

    @Test
    void theTermsEndTheWaitWhateverTheQuestionSays() {
        Approval honest = question(desk.newId(), terms(1), NOON);
        Approval longer =
                new Approval(
                        honest.id(),
                        honest.session(),
                        honest.target(),
                        honest.who(),
                        honest.statement(),
                        honest.statementSha256(),
                        honest.grounds(),
                        honest.terms(),
                        NOON,
                        NOON.plus(Duration.ofDays(365)));
        desk.ask(longer, heard);
        clock.move(WAIT);

        assertThat(desk.open()).isEmpty();
        assertThat(heard.outcome()).isEqualTo(new Outcome.Expired());
    }

    @Test
    void expiresWithoutAnybodyLooking() {
        try (ApprovalDesk real = new ApprovalDesk(Clock.systemUTC())) {
            ApprovalTerms briefly =
                    ApprovalTerms.from(Set.of("dba"), 1, Duration.ofMillis(20), false);
            real.ask(question(real.newId(), briefly, Instant.now()), heard);

            assertThat(heard.outcome()).isEqualTo(new Outcome.Expired());
            assertThat(heard.answers).isEmpty();
        }
    }

    @Test
    void withdrawnIsOver() {
        Approval asked = ask(terms(1));

        desk.withdraw(asked.id());
        desk.withdraw(asked.id());

        assertThat(heard.outcome()).isEqualTo(new Outcome.Withdrawn());
        assertThat(answer(asked, DANA, true, "")).isEqualTo(new NotOpen(new Outcome.Withdrawn()));
        assertThat(heard.endings).hasValue(1);
    }

    @Test
    void checkSaysWhatAnAnswerWouldDoAndDoesNothing() {
        Approval asked = ask(terms(1));

        assertThat(desk.check(asked.id(), DANA, "", asked.statementSha256()))
                .isEqualTo(new Taken(0));
        assertThat(desk.check(asked.id(), GUEST, "", asked.statementSha256()))
                .isInstanceOf(NotAllowed.class);
        assertThat(desk.check(asked.id(), DANA, "", "")).isInstanceOf(HashMismatch.class);
        assertUntouched(asked);
    }

    @Test
    void oneIdentityMayHoldSoManyQuestionsOpen() {
        Approval first = ask(terms(1));
        for (int i = 1; i < ApprovalDesk.OPEN_PER_IDENTITY_MAX; i++) {
            desk.ask(question(desk.newId(), terms(1), NOON), new Heard());
        }
        Heard tooMany = new Heard();
        desk.ask(question(desk.newId(), terms(1), NOON), tooMany);

        assertThat(tooMany.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> {
                            assertThat(denied.answer().by()).isEqualTo(ApprovalDesk.GATEWAY);
                            assertThat(denied.answer().reason())
                                    .contains("20 questions open", "at most 20");
                        });

        Heard somebodyElse = new Heard();
        Approval theirs = question(desk.newId(), person("job-18"), "DROP TABLE x", terms(1), NOON);
        desk.ask(theirs, somebodyElse);
        assertThat(desk.find(theirs.id())).containsInstanceOf(ApprovalState.Open.class);

        desk.withdraw(first.id());
        Approval again = question(desk.newId(), terms(1), NOON);
        desk.ask(again, new Heard());
        assertThat(desk.find(again.id())).containsInstanceOf(ApprovalState.Open.class);
    }

    @Test
    void theGatewayHoldsSoManyQuestionsOpenInAll() {
        for (int i = 0; i < ApprovalDesk.OPEN_MAX; i++) {
            Identity who = person("job-" + i / ApprovalDesk.OPEN_PER_IDENTITY_MAX);
            desk.ask(question(desk.newId(), who, "DROP TABLE x", terms(1), NOON), new Heard());
        }
        assertThat(desk.openCount()).isEqualTo(ApprovalDesk.OPEN_MAX);

        desk.ask(question(desk.newId(), person("late"), "DROP TABLE x", terms(1), NOON), heard);

        assertThat(heard.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied ->
                                assertThat(denied.answer().reason())
                                        .contains("10000 questions", "at most 10000"));
    }

    @Test
    void remembersTheLastThousandThatEnded() {
        Approval first = ask(terms(1));
        desk.withdraw(first.id());
        for (int i = 0; i < EndedQuestions.KEPT_MAX; i++) {
            Approval next = question(desk.newId(), terms(1), NOON);
            desk.ask(next, new Heard());
            desk.withdraw(next.id());
        }

        assertThat(desk.find(first.id())).isEmpty();
        assertThat(answer(first, DANA, true, "")).isEqualTo(new NotOpen(null));
    }

    @Test
    void longStatementsThatEndedAreForgottenSooner() {
        String tenMillion = "x".repeat(10 << 20);
        List<Approval> asked = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Approval next = question(desk.newId(), JOB, tenMillion, terms(1), NOON);
            asked.add(next);
            desk.ask(next, new Heard());
            desk.withdraw(next.id());
        }

        assertThat(desk.find(asked.getFirst().id())).isEmpty();
        assertThat(desk.find(asked.get(1).id())).isPresent();
        assertThat(desk.find(asked.getLast().id())).isPresent();
    }

    @Test
    void anIdServesOnce() {
        Approval asked = ask(terms(1));
        assertThatThrownBy(() -> desk.ask(asked, new Heard()))
                .isInstanceOf(IllegalArgumentException.class);
        desk.withdraw(asked.id());
        assertThatThrownBy(() -> desk.ask(asked, new Heard()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsCanBeReadAloud() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(desk.newId().value()).matches("A-[0-9A-HJKMNP-TV-Z]{6}");
        }
    }

    @Test
    void aFailingListenerStillHearsTheEnd() {
        Approval asked = question(desk.newId(), terms(1), NOON);
        CountDownLatch ended = new CountDownLatch(1);
        desk.ask(
                asked,
                new ApprovalDesk.Listener() {
                    @Override
                    public void answered(Answer answer) {
                        throw new IllegalStateException("on purpose");
                    }

                    @Override
                    public void ended(Outcome outcome) {
                        ended.countDown();
                    }
                });
        answer(asked, DANA, true, "");

        assertThat(await(ended)).isTrue();
    }

    @Test
    void aListenerMayWaitAndHoldsNobodyUp() {
        Approval slow = question(desk.newId(), terms(1), NOON);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Boolean> released = new AtomicReference<>(false);
        desk.ask(
                slow,
                new ApprovalDesk.Listener() {
                    @Override
                    public void answered(Answer answer) {
                        released.set(await(release));
                    }

                    @Override
                    public void ended(Outcome outcome) {}
                });
        answer(slow, DANA, true, "");

        Approval other = ask(terms(1));
        answer(other, DANA, true, "");
        assertThat(heard.outcome()).isInstanceOf(Outcome.Approved.class);
        assertThat(released.get()).isFalse();
        release.countDown();
    }

    @Test
    void closingWithdrawsWhatIsOpenAndDeniesTheRest() {
        ask(terms(1));
        desk.close();
        Heard late = new Heard();
        desk.ask(question(desk.newId(), terms(1), NOON), late);

        assertThat(heard.outcome()).isEqualTo(new Outcome.Withdrawn());
        assertThat(late.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.answer().reason()).contains("shutting down"));
    }

    @Test
    void racingAnswersComeToOneOutcome() throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 1_000; round++) {
                Heard each = new Heard();
                Approval asked = question(desk.newId(), terms(1), NOON);
                desk.ask(asked, each);
                CyclicBarrier start = new CyclicBarrier(3);
                Future<AnswerResult> yes =
                        people.submit(() -> {
                            start.await();
                            return answer(asked, DANA, true, "");
                        });
                Future<AnswerResult> no =
                        people.submit(() -> {
                            start.await();
                            return answer(asked, EMIL, false, "");
                        });
                Future<?> gone =
                        people.submit(() -> {
                            start.await();
                            desk.withdraw(asked.id());
                            return null;
                        });
                gone.get();
                boolean yesTaken = yes.get() instanceof Taken;
                boolean noTaken = no.get() instanceof Taken;

                Outcome outcome = each.outcome();
                assertThat(yesTaken).isEqualTo(outcome instanceof Outcome.Approved);
                assertThat(noTaken).isEqualTo(outcome instanceof Outcome.Denied);
                assertThat(each.endings).hasValue(1);
                assertThat(each.answers).hasSize(outcome instanceof Outcome.Withdrawn ? 0 : 1);
                if (!yesTaken) {
                    assertThat(yes.get()).isEqualTo(new NotOpen(outcome));
                }
            }
        }
        assertThat(desk.openCount()).isZero();
    }

    @Test
    void twoOfTwoRacingApproveTogether() throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 1_000; round++) {
                Heard each = new Heard();
                Approval asked = question(desk.newId(), terms(2), NOON);
                desk.ask(asked, each);
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<AnswerResult>> both =
                        people.invokeAll(
                                List.of(
                                        () -> {
                                            start.await();
                                            return answer(asked, DANA, true, "");
                                        },
                                        () -> {
                                            start.await();
                                            return answer(asked, EMIL, true, "");
                                        }));

                assertThat(List.of(both.get(0).get(), both.get(1).get()))
                        .containsExactlyInAnyOrder(new Taken(1), new Taken(0));
                assertThat(each.outcome()).isInstanceOf(Outcome.Approved.class);
                assertThat(each.answers).hasSize(2);
            }
        }
    }

    private Approval ask(ApprovalTerms terms) {
        Approval approval = question(desk.newId(), terms, NOON);
        desk.ask(approval, heard);
        return approval;
    }

    private AnswerResult answer(Approval approval, Identity by, boolean yes, String reason) {
        return desk.answer(approval.id(), by, yes, reason, approval.statementSha256());
    }

    private void assertUntouched(Approval asked) {
        assertThat(desk.find(asked.id())).contains(new ApprovalState.Open(asked, List.of()));
        assertThat(heard.answers).isEmpty();
        assertThat(heard.hasEnded()).isFalse();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
