package dev.sallyport.gateway.approval;

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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Puts questions to people and takes their answers, until enough have said yes, one has said no, or nobody waits.
///
/// It knows no channel and no socket: the gate asks, the control API answers. All state stands under one lock, because
/// two answers that race must come to one outcome; nothing under the lock waits for anything.
///
/// The open questions, and those that ended lately. Safe on every thread; no method waits.
public final class ApprovalDesk implements AutoCloseable {
    /// How many questions one identity may have open; the next is denied.
    public static final int OPEN_PER_IDENTITY_MAX = 20;

    /// How many questions may be open in all; the next is denied.
    public static final int OPEN_MAX = 10_000;

    /// How many characters an answer's reason may have.
    public static final int REASON_CHARS_MAX = 1_000;

    /// The one who denies where a limit does, so that it is never taken for a person.
    public static final Identity GATEWAY =
            new Identity("urn:sallyport:gateway", "approval-desk", "Sallyport", Set.of(), Map.of());

    // Crockford base 32: no letter that is misheard or misread for another, 30 bits in six of them.
    private static final String ID_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int ID_LENGTH = 6;

    private final Clock clock;
    private final StandingAnswers standing;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledThreadPoolExecutor timer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ApprovalId, Question> open = new LinkedHashMap<>();
    private final Map<Asker, Integer> openByAsker = new HashMap<>();
    private final EndedQuestions ended = new EndedQuestions();
    private boolean closed;

    /// @param clock what expiry is measured by, and what answers are dated with
    public ApprovalDesk(Clock clock) {
        this.clock = clock;
        standing = new StandingAnswers(clock);
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("approval-expiry").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// The approvals that hold beyond one statement.
    public StandingAnswers standing() {
        return standing;
    }

    /// What the one who asks wants to hear. Called on virtual threads, one call at a time, in the order in which things
    /// happened.
    public interface Listener {
        /// One person's answer, the last one included.
        void answered(Answer answer);

        /// How it ended: the last call, and made exactly once.
        void ended(Outcome outcome);
    }

    /// Takes one person's word on one question. It is bound to the statement that this person saw.
    ///
    /// @param by with the roles that policy gives them now
    /// @param reason at most [#REASON_CHARS_MAX] characters; may be empty where the terms ask for none
    /// @param statementSha256 the hash of the statement they mean
    /// @throws IllegalArgumentException where the reason is too long
    public AnswerResult answer(
            ApprovalId id, Identity by, boolean yes, String reason, String statementSha256) {
        if (reason.length() > REASON_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "reason: "
                            + reason.length()
                            + " characters (expected: at most "
                            + REASON_CHARS_MAX
                            + ")");
        }
        lock.lock();
        try {
            AnswerResult result = judge(id, by, reason, statementSha256);
            Question question = open.get(id);
            if (!(result instanceof Taken) || question == null) {
                return result;
            }
            Answer answer = new Answer(by, yes, reason, clock.instant());
            question.answers.add(answer);
            question.tell(listener -> listener.answered(answer));
            if (!yes) {
                end(question, new Outcome.Denied(answer));
                return new Taken(0);
            }
            if (question.missing() == 0) {
                end(question, new Outcome.Approved(question.answers));
            }
            return new Taken(question.missing());
        } finally {
            lock.unlock();
        }
    }

    /// What [#answer] would say at this moment, without taking the answer: so that it can be recorded before it counts.
    public AnswerResult check(ApprovalId id, Identity by, String reason, String statementSha256) {
        lock.lock();
        try {
            return judge(id, by, reason, statementSha256);
        } finally {
            lock.unlock();
        }
    }

    /// Puts a question. Past a limit, or once the desk is closed, it ends at once with a denial by [#GATEWAY] that says
    /// so. The listener is never called on the caller's stack.
    ///
    /// It ends at [Approval#expires()], or at the terms' longest wait from [Approval#asked()] if that is sooner.
    ///
    /// @throws IllegalArgumentException where the id was asked before; take a [#newId()]
    public void ask(Approval approval, Listener listener) {
        Question question = new Question(approval, listener);
        lock.lock();
        try {
            if (open.containsKey(approval.id()) || ended.find(approval.id()) != null) {
                throw new IllegalArgumentException(
                        "approval id: " + approval.id() + " (expected: a new one)");
            }
            Asker asker = Asker.of(approval.who());
            int already = openByAsker.getOrDefault(asker, 0);
            String full = whyFull(already);
            if (full != null) {
                question.end(
                        new Outcome.Denied(new Answer(GATEWAY, false, full, clock.instant())),
                        clock.instant());
                ended.add(question);
                return;
            }
            open.put(approval.id(), question);
            openByAsker.put(asker, already + 1);
            // Whichever comes first ends it, this timer or the clock: setting the clock back
            // prolongs nothing.
            question.alarm =
                    timer.schedule(
                            () -> endIfOpen(approval.id(), new Outcome.Expired()),
                            Math.max(
                                    0,
                                    Duration.between(clock.instant(), question.expires).toMillis()),
                            TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    /// The one who asked left or cancelled: ends the question as withdrawn, if it is still open.
    public void withdraw(ApprovalId id) {
        endIfOpen(id, new Outcome.Withdrawn());
    }

    /// An id that no question has, short enough to be read aloud: `A-7Q2M9K`.
    public ApprovalId newId() {
        while (true) {
            StringBuilder digits = new StringBuilder("A-");
            for (int i = 0; i < ID_LENGTH; i++) {
                digits.append(ID_DIGITS.charAt(random.nextInt(ID_DIGITS.length())));
            }
            ApprovalId id = new ApprovalId(digits.toString());
            if (find(id).isEmpty()) {
                return id;
            }
        }
    }

    /// The open questions, the oldest first.
    public List<ApprovalState.Open> open() {
        lock.lock();
        try {
            for (ApprovalId id : List.copyOf(open.keySet())) {
                stillOpen(id);
            }
            return open.values().stream().map(Question::whileOpen).toList();
        } finally {
            lock.unlock();
        }
    }

    /// A question that is open, or is among the last [EndedQuestions#KEPT_MAX] that ended.
    public Optional<ApprovalState> find(ApprovalId id) {
        lock.lock();
        try {
            Question question = stillOpen(id);
            return question != null
                    ? Optional.of(question.whileOpen())
                    : Optional.ofNullable(ended.find(id));
        } finally {
            lock.unlock();
        }
    }

    public int openCount() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /// Ends every open question as withdrawn, and denies whatever is asked afterwards.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Question question : List.copyOf(open.values())) {
                end(question, new Outcome.Withdrawn());
            }
        } finally {
            lock.unlock();
        }
        timer.shutdownNow();
    }

    private AnswerResult judge(ApprovalId id, Identity by, String reason, String statementSha256) {
        Question question = stillOpen(id);
        if (question == null) {
            ApprovalState.Ended then = ended.find(id);
            return new NotOpen(then == null ? null : then.outcome());
        }
        Approval approval = question.approval;
        if (by.isSameAs(approval.who())) {
            return new NotAllowed(NotAllowed.Why.OWN_REQUEST);
        }
        if (!approval.terms().mayAnswer(by.roles())) {
            return new NotAllowed(NotAllowed.Why.ROLE_MISSING);
        }
        if (!approval.statementSha256().equals(statementSha256)) {
            return new HashMismatch(approval.statementSha256());
        }
        for (Answer earlier : question.answers) {
            if (earlier.by().isSameAs(by)) {
                return new AlreadyAnswered(earlier);
            }
        }
        if (approval.terms().reasonRequired() && reason.isBlank()) {
            return new NeedsReason();
        }
        return new Taken(question.missing() - 1);
    }

    private @Nullable String whyFull(int openOfAsker) {
        if (closed) {
            return "the gateway is shutting down";
        }
        if (openOfAsker >= OPEN_PER_IDENTITY_MAX) {
            return "you have "
                    + openOfAsker
                    + " questions open (at most "
                    + OPEN_PER_IDENTITY_MAX
                    + "); wait for their answers first";
        }
        if (open.size() >= OPEN_MAX) {
            return open.size()
                    + " questions are open at this gateway (at most "
                    + OPEN_MAX
                    + "); try again later";
        }
        return null;
    }

    private void endIfOpen(ApprovalId id, Outcome outcome) {
        lock.lock();
        try {
            Question question = open.get(id);
            if (question != null) {
                end(question, outcome);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The question, unless the clock says that it is over: no answer counts in the moment before the timer gets to run.
    private @Nullable Question stillOpen(ApprovalId id) {
        Question question = open.get(id);
        if (question == null || clock.instant().isBefore(question.expires)) {
            return question;
        }
        end(question, new Outcome.Expired());
        return null;
    }

    private void end(Question question, Outcome outcome) {
        open.remove(question.approval.id());
        openByAsker.computeIfPresent(
                Asker.of(question.approval.who()), (asker, count) -> count == 1 ? null : count - 1);
        question.end(outcome, clock.instant());
        ended.add(question);
    }

    /// Who has questions open: what [Identity#isSameAs] compares.
    private record Asker(String issuer, String subject) {
        static Asker of(Identity who) {
            return new Asker(who.issuer(), who.subject());
        }
    }
}
