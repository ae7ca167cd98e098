package dev.sallyport.gateway.gate;

import dev.sallyport.gateway.approval.ApprovalDesk;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.policy.Question;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.gateway.protocol.Reply;
import dev.sallyport.gateway.recording.Recording;
import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.Shadow;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.Target;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The only place where a statement is decided, recorded, made to wait, and let go or refused. One for each session,
/// used on its loop only.
///
/// Order is everything here: first the decision, then its record, then the record's receipt, and only then the reply.
/// Statements are taken in the order they are asked; one that is held holds those behind it, undecided.
public final class Gate {
    /// What the gate works with.
    ///
    /// @param policy the version in force; asked anew for every statement
    public record Means(Supplier<Policy> policy, ApprovalDesk desk, Clock clock) {}

    private final Means means;
    private Identity who;
    private Policy inForce;
    private final Target target;
    private final InetAddress from;
    private final Recording recording;
    private final Executor home;
    private final Watcher watcher;
    private final ArrayDeque<Asked> queue = new ArrayDeque<>();
    private final Runnable commit = this::commit;

    private final InWords inWords = new InWords();
    private int statements;
    private boolean commitDue;
    private @Nullable Held held;
    private boolean abandoned;

    /// A statement that waits for people; `atDesk` once its record has a receipt and the question is put.
    private static final class Held {
        final Asked asked;
        final Decision.NeedApproval need;
        final Approval approval;
        boolean atDesk;
        boolean givenUp;

        Held(Asked asked, Decision.NeedApproval need, Approval approval) {
            this.asked = asked;
            this.need = need;
            this.approval = approval;
        }
    }

    /// One statement on its way through.
    private record Asked(int number, Statement statement, Reply reply) {}

    /// What is told of the gate's state.
    public interface Watcher {
        /// @param approval the question when a statement is held, null when it is held no more
        void holding(@Nullable Approval approval);

        /// Something failed that left a statement neither let go nor refused.
        void broken(RuntimeException why);
    }

    /// What waits for the next receipt, in order.
    private ArrayDeque<Runnable> uncommitted = new ArrayDeque<>();

    /// @param home the session's loop
    public Gate(
            Means means,
            Identity who,
            Target target,
            InetAddress from,
            Recording recording,
            Executor home,
            Watcher watcher) {
        this.means = means;
        this.inForce = means.policy().get();
        this.who = who.withRoles(inForce.rolesOf(who));
        this.target = target;
        this.from = from;
        this.recording = recording;
        this.home = home;
        this.watcher = watcher;
    }

    /// Takes a statement; the reply comes later, once.
    ///
    /// @return its number in the recording, from 1
    public int ask(Statement statement, Reply reply) {
        Asked asked = new Asked(++statements, statement, reply);
        if (held != null || !queue.isEmpty()) {
            queue.add(asked);
        } else {
            decide(asked);
        }
        return asked.number;
    }

    /// How many statements were asked so far.
    public int statements() {
        return statements;
    }

    /// The question that is open, or null.
    public @Nullable Approval held() {
        return held == null ? null : held.approval;
    }

    /// Gives up what is held, and all that waits behind it. What is decided already goes its way.
    public void withdraw() {
        for (Asked asked = queue.poll(); asked != null; asked = queue.poll()) {
            record(
                    asked,
                    new Decision.Deny(
                            List.of(new Grounds("<withdrawn>", "given up before it was decided"))));
            Asked given = asked;
            afterReceipt(() -> given.reply.refuse(CANCELLED));
        }
        if (held != null) {
            held.givenUp = true;
            if (held.atDesk) {
                means.desk().withdraw(held.approval.id());
            }
        }
    }

    /// The session is over: what is held is recorded as withdrawn here and now, and nothing is replied any more.
    public void abandon() {
        queue.clear();
        if (held != null && !abandoned) {
            ended(held.asked.number, held.approval.id(), "withdrawn");
            recording.append(new Event.Cancelled(held.asked.number));
            if (held.atDesk) {
                means.desk().withdraw(held.approval.id());
            }
        }
        abandoned = true;
    }

    private static final Refusal CANCELLED =
            new Refusal(Refusal.Kind.CANCELLED, "canceling statement due to user request", "");

    private void decide(Asked asked) {
        Decision decision = decision(asked.statement);
        switch (decision) {
            case Decision.Allow allow -> {
                record(asked, decision);
                afterReceipt(() -> asked.reply.go(allow.masks(), allow.limits()));
            }
            case Decision.Deny deny -> {
                record(asked, decision);
                afterReceipt(() -> asked.reply.refuse(denial(deny)));
            }
            case Decision.NeedApproval need -> {
                if (asked.statement.stage() == Stage.PREPARE) {
                    record(asked, decision);
                    afterReceipt(() -> asked.reply.go(need.masks(), need.limits()));
                } else {
                    hold(asked, need);
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very same version, or a new one
    private Decision decision(Statement statement) {
        try {
            Policy now = means.policy().get();
            if (now != inForce) {
                // An open session follows a new version at its next statement, with the roles that
                // it gives.
                inForce = now;
                who = who.withRoles(now.rolesOf(who));
            }
            return now.decide(question(statement));
        } catch (RuntimeException e) {
            return new Decision.Deny(
                    List.of(
                            new Grounds(
                                    "<error>",
                                    "the policy could not be evaluated: " + e.getMessage())));
        }
    }

    private Question question(Statement statement) {
        return new Question(who, target, statement, from, means.clock().instant());
    }

    private void hold(Asked asked, Decision.NeedApproval need) {
        Instant now = means.clock().instant();
        Approval approval =
                new Approval(
                        means.desk().newId(),
                        recording.id(),
                        target.name(),
                        who,
                        asked.statement,
                        asked.statement.sha256(),
                        need.grounds(),
                        need.terms(),
                        now,
                        now.plus(need.terms().waitMax()));
        Optional<ApprovalId> standing = means.desk().standing().use(approval, inForce.version());
        if (standing.isPresent()) {
            record(asked, need);
            recording.append(
                    new Event.Noted(
                            "approval-stands",
                            Map.of(
                                    "statement", Integer.toString(asked.number),
                                    "approval", standing.get().value())));
            afterReceipt(() -> asked.reply.go(need.masks(), need.limits()));
            return;
        }
        Held holding = new Held(asked, need, approval);
        held = holding;
        record(asked, need);
        recording.append(
                new Event.ApprovalAsked(
                        asked.number,
                        approval.id().value(),
                        need.terms().rolesInWords(),
                        need.terms().people(),
                        need.terms().waitMax().toMillis()));
        afterReceipt(() -> ask(holding));
    }

    private void ask(Held held) {
        if (held.givenUp) {
            decided(held, new Outcome.Withdrawn());
            return;
        }
        held.atDesk = true;
        means.desk()
                .ask(
                        held.approval,
                        new ApprovalDesk.Listener() {
                            @Override
                            public void answered(Answer answer) {
                                home.execute(() -> recordAnswer(held, answer));
                            }

                            @Override
                            public void ended(Outcome outcome) {
                                home.execute(() -> decided(held, outcome));
                            }
                        });
        watcher.holding(held.approval);
    }

    private void recordAnswer(Held holding, Answer answer) {
        if (abandoned) {
            return;
        }
        recording.append(
                new Event.ApprovalAnswered(
                        holding.asked.number,
                        holding.approval.id().value(),
                        answer.yes() ? "approved" : "denied",
                        answer.by().issuer(),
                        answer.by().subject(),
                        answer.by().name(),
                        answer.reason()));
    }

    private void decided(Held holding, Outcome outcome) {
        if (abandoned) {
            return;
        }
        held = null;
        watcher.holding(null);
        Asked asked = holding.asked;
        Decision.NeedApproval need = holding.need;
        Approval approval = holding.approval;
        switch (outcome) {
            case Outcome.Approved approved -> release(asked, need, approval);
            case Outcome.Denied(Answer answer) ->
                    refuse(
                            asked,
                            Refusal.Kind.NOT_APPROVED,
                            "request "
                                    + approval.id()
                                    + " was denied by "
                                    + answer.by().name()
                                    + (answer.reason().isEmpty() ? "" : ": " + answer.reason()));
            case Outcome.Expired() -> {
                ended(asked.number, approval.id(), "expired");
                refuse(
                        asked,
                        Refusal.Kind.NOT_APPROVED,
                        "request "
                                + approval.id()
                                + " was not approved by "
                                + need.terms().rolesInWords()
                                + " in time");
            }
            case Outcome.Withdrawn() -> {
                ended(asked.number, approval.id(), "withdrawn");
                recording.append(new Event.Cancelled(asked.number));
                afterReceipt(() -> asked.reply.refuse(CANCELLED));
            }
        }
        while (held == null && !queue.isEmpty()) {
            decide(queue.remove());
        }
    }

    private void ended(int statement, ApprovalId id, String outcome) {
        recording.append(
                new Event.ApprovalAnswered(statement, id.value(), outcome, "", "", "", ""));
    }

    /// Approved: but the policy may have changed while people thought, so it is asked again, and what it says now counts:
    /// a deny, its masks and limits, and whose word it wants.
    private void release(Asked asked, Decision.NeedApproval need, Approval approval) {
        switch (decision(asked.statement)) {
            case Decision.Deny deny -> {
                recording.append(decidedEvent(asked.number, deny));
                afterReceipt(() -> asked.reply.refuse(denial(deny)));
            }
            case Decision.Allow allow ->
                    afterReceipt(() -> asked.reply.go(allow.masks(), allow.limits()));
            case Decision.NeedApproval again -> {
                if (again.terms().equals(need.terms())) {
                    means.desk().standing().keep(approval, inForce.version());
                    afterReceipt(() -> asked.reply.go(again.masks(), again.limits()));
                } else {
                    refuse(
                            asked,
                            Refusal.Kind.NOT_APPROVED,
                            "the policy changed while this waited, and now needs approval from "
                                    + again.terms().rolesInWords()
                                    + "; ask again");
                }
            }
        }
    }

    private void refuse(Asked asked, Refusal.Kind kind, String message) {
        afterReceipt(() -> asked.reply.refuse(new Refusal(kind, message, "")));
    }

    private static Refusal denial(Decision.Deny deny) {
        StringBuilder message = new StringBuilder("refused by rule ");
        String separator = "";
        for (Grounds grounds : deny.grounds()) {
            message.append(separator).append(grounds.rule()).append(": ").append(grounds.says());
            separator = "; ";
        }
        return new Refusal(Refusal.Kind.DENIED, message.toString(), "");
    }

    private void record(Asked asked, Decision decision) {
        Statement statement = asked.statement;
        String sha256 = decision instanceof Decision.NeedApproval ? statement.sha256() : "";
        recording.append(
                new Event.Asked(
                        asked.number,
                        statement.text(),
                        statement.parameters(),
                        sha256,
                        inWords.of(statement)));
        recording.append(decidedEvent(asked.number, decision));
        Shadow shadow = decision.shadow();
        if (shadow != null) {
            recording.append(shadowEvent(asked.number, shadow));
        }
    }

    /// What the rules that only watch would have made of it.
    private static Event.Noted shadowEvent(int number, Shadow shadow) {
        return new Event.Noted(
                "shadow-decision",
                Map.of(
                        "statement", Integer.toString(number),
                        "verdict", shadow.verdict(),
                        "rules", String.join(",", rules(shadow.grounds()))));
    }

    private Event.Decided decidedEvent(int number, Decision decision) {
        String says = decision instanceof Decision.Deny deny ? denial(deny).message() : "";
        return new Event.Decided(
                number, decision.verdict(), rules(decision.grounds()), says, inForce.version());
    }

    private static List<String> rules(List<Grounds> grounds) {
        // Nearly always one rule, for every statement there is.
        return grounds.size() == 1
                ? List.of(grounds.getFirst().rule())
                : grounds.stream().map(Grounds::rule).toList();
    }

    /// One commit serves all that was asked in this turn of the loop, such as the statements of one batch.
    private void afterReceipt(Runnable then) {
        uncommitted.add(then);
        if (!commitDue) {
            commitDue = true;
            home.execute(commit);
        }
    }

    private void commit() {
        commitDue = false;
        ArrayDeque<Runnable> receipted = uncommitted;
        uncommitted = new ArrayDeque<>(4);
        recording.commit(() -> {
            if (!abandoned) {
                receipted.forEach(this::run);
            }
        });
    }

    /// What follows a receipt may fail; then the session ends, as nobody knows how far it got.
    private void run(Runnable receipted) {
        try {
            receipted.run();
        } catch (RuntimeException e) {
            watcher.broken(e);
        }
    }
}
