package dev.sallyport.gateway.control;

import dev.sallyport.gateway.approval.ApprovalState;
import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.control.AnswerGiven;
import dev.sallyport.model.control.ApprovalDetails;
import dev.sallyport.model.control.ApprovalStatus;
import dev.sallyport.model.control.ApprovalSummary;
import dev.sallyport.model.control.BoundValue;
import dev.sallyport.model.control.Who;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.InWords;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Turns questions, as the desk keeps them, into what the control API shows.
final class ApprovalViews {
    private static final int FIRST_LINE_CHARS_MAX = 200;

    private ApprovalViews() {}

    static ApprovalSummary summary(ApprovalState state, Identity viewer) {
        Approval approval = state.approval();
        boolean mayAnswer =
                state instanceof ApprovalState.Open
                        && !viewer.isSameAs(approval.who())
                        && approval.terms().mayAnswer(viewer.roles())
                        && state.answers().stream()
                                .noneMatch(answer -> answer.by().isSameAs(viewer));
        return new ApprovalSummary(
                approval.id(),
                status(state),
                approval.session(),
                approval.target(),
                Who.of(approval.who()),
                InWords.of(approval.statement()),
                firstLine(approval.statement().text()),
                approval.grounds().stream().map(Grounds::rule).toList(),
                approval.terms().rolesInWords(),
                approval.terms().people(),
                (int) state.answers().stream().filter(Answer::yes).count(),
                approval.asked(),
                approval.expires(),
                mayAnswer);
    }

    static ApprovalDetails details(ApprovalState state, Identity viewer) {
        Approval approval = state.approval();
        return new ApprovalDetails(
                summary(state, viewer),
                approval.statement().text(),
                approval.statement().parameters().stream()
                        .map(parameter -> new BoundValue(parameter.binary(), parameter.value()))
                        .toList(),
                approval.statementSha256(),
                approval.grounds(),
                approval.terms().reasonRequired(),
                approval.terms().holds().inWords(),
                state.answers().stream()
                        .map(answer ->
                                new AnswerGiven(
                                        Who.of(answer.by()),
                                        answer.yes(),
                                        answer.reason(),
                                        answer.at()))
                        .toList(),
                endedAt(state));
    }

    static ApprovalStatus status(ApprovalState state) {
        return switch (state) {
            case ApprovalState.Open _ -> ApprovalStatus.OPEN;
            case ApprovalState.Ended ended -> status(ended.outcome());
        };
    }

    /// How it ended, to follow the question's id.
    static String inWords(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Approved _ -> "was approved";
            case Outcome.Denied denied -> "was denied by " + denied.answer().by().name();
            case Outcome.Expired _ -> "expired before enough people answered";
            case Outcome.Withdrawn _ -> "was withdrawn by the one who asked";
        };
    }

    private static ApprovalStatus status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Approved _ -> ApprovalStatus.APPROVED;
            case Outcome.Denied _ -> ApprovalStatus.DENIED;
            case Outcome.Expired _ -> ApprovalStatus.EXPIRED;
            case Outcome.Withdrawn _ -> ApprovalStatus.WITHDRAWN;
        };
    }

    private static @Nullable Instant endedAt(ApprovalState state) {
        return switch (state) {
            case ApprovalState.Open _ -> null;
            case ApprovalState.Ended ended -> ended.at();
        };
    }

    private static String firstLine(String text) {
        String stripped = text.stripLeading();
        int end = Math.min(stripped.length(), FIRST_LINE_CHARS_MAX);
        for (int i = 0; i < end; i++) {
            if (stripped.charAt(i) == '\n' || stripped.charAt(i) == '\r') {
                end = i;
            }
        }
        // Half of a surrogate pair would be shown as something that the statement does not hold.
        if (end > 0
                && end < stripped.length()
                && Character.isHighSurrogate(stripped.charAt(end - 1))) {
            end--;
        }
        return stripped.substring(0, end);
    }
}
