package dev.sallyport.gateway.approval;

import dev.sallyport.gateway.approval.ApprovalDesk.Listener;
import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One question while it is open: its answers, its deadline, and the one who waits for it.
///
/// Everything here but the post is guarded by the desk's lock.
final class Question {
    final Approval approval;
    final Instant expires;
    final List<Answer> answers = new ArrayList<>();

    @Nullable Future<?> alarm;

    private final Listener listener;
    private final Post post = new Post();
    private ApprovalState.@Nullable Ended ended;

    Question(Approval approval, Listener listener) {
        this.approval = approval;
        this.listener = listener;
        Instant longest = approval.asked().plus(approval.terms().waitMax());
        expires = longest.isBefore(approval.expires()) ? longest : approval.expires();
    }

    /// How many more people have to say yes; everyone in [#answers] did, as one no ends it.
    int missing() {
        return approval.terms().people() - answers.size();
    }

    void tell(Consumer<Listener> what) {
        post.send(() -> what.accept(listener));
    }

    void end(Outcome outcome, Instant at) {
        if (ended != null) {
            throw new IllegalStateException(
                    "question " + approval.id() + ": ended already, with " + ended.outcome());
        }
        ended = new ApprovalState.Ended(approval, answers, outcome, at);
        if (alarm != null) {
            alarm.cancel(false);
        }
        tell(listening -> listening.ended(outcome));
    }

    ApprovalState.Open whileOpen() {
        return new ApprovalState.Open(approval, answers);
    }

    ApprovalState.Ended whenEnded() {
        if (ended == null) {
            throw new IllegalStateException(
                    "question " + approval.id() + ": still open (expected: ended)");
        }
        return ended;
    }
}
