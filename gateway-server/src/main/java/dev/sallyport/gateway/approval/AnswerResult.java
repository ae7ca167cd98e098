package dev.sallyport.gateway.approval;

import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Outcome;
import org.jspecify.annotations.Nullable;

/// What becomes of one person's answer: taken, or why not. An answer that is not taken changes nothing.
///
/// The desk's word on an answer. The checks are made in the order in which the cases stand here.
public sealed interface AnswerResult {
    /// @param remaining how many more people have to say yes; 0 where this answer ended the question
    record Taken(int remaining) implements AnswerResult {}

    /// @param how how it ended; null where no such question is known (any more)
    record NotOpen(@Nullable Outcome how) implements AnswerResult {}

    record NotAllowed(Why why) implements AnswerResult {
        public enum Why {
            /// Nobody approves or denies their own, whatever their roles.
            OWN_REQUEST,
            ROLE_MISSING
        }
    }

    /// The answer is about another statement than the one that waits.
    ///
    /// @param expected the hash of the statement that waits
    record HashMismatch(String expected) implements AnswerResult {}

    record AlreadyAnswered(Answer earlier) implements AnswerResult {}

    /// The terms ask for a reason.
    record NeedsReason() implements AnswerResult {}
}
