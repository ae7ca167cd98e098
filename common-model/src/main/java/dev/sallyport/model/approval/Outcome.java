package dev.sallyport.model.approval;

import java.util.List;

/// How a question ended.
public sealed interface Outcome {
    /// Enough people said yes.
    record Approved(List<Answer> answers) implements Outcome {
        public Approved {
            answers = List.copyOf(answers);
        }
    }

    /// Somebody said no.
    record Denied(Answer answer) implements Outcome {}

    /// Nobody, or too few, answered in time.
    record Expired() implements Outcome {}

    /// The person who asked gave up: left, or cancelled.
    record Withdrawn() implements Outcome {}
}
