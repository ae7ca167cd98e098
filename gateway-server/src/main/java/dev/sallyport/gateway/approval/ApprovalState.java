package dev.sallyport.gateway.approval;

import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.Outcome;
import java.time.Instant;
import java.util.List;

/// How a question stands, for whoever lists and shows them.
///
/// A question at one moment: open, or ended.
public sealed interface ApprovalState {
    Approval approval();

    /// What people have said so far, the earliest first.
    List<Answer> answers();

    record Open(Approval approval, List<Answer> answers) implements ApprovalState {
        public Open {
            answers = List.copyOf(answers);
        }
    }

    /// @param at when it ended
    record Ended(Approval approval, List<Answer> answers, Outcome outcome, Instant at)
            implements ApprovalState {
        public Ended {
            answers = List.copyOf(answers);
        }
    }
}
