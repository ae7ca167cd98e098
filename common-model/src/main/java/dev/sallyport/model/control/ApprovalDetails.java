package dev.sallyport.model.control;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One question with all that an approver needs, and all that the answer is bound to.
///
/// @param text the statement, exactly as the client sent it: hostile text as far as a terminal is concerned
/// @param parameters the bound values, in their order
/// @param sha256 what an answer must name; see [#isWhatItSays()]
/// @param grounds why it is asked
/// @param reasonRequired whether an answer needs a reason
/// @param holds how often the answer counts: `once`, `for 1 h, at most 5 times`
/// @param answers what people have said so far
/// @param ended when it ended; null while it is open
public record ApprovalDetails(
        ApprovalSummary summary,
        String text,
        List<BoundValue> parameters,
        String sha256,
        List<Grounds> grounds,
        boolean reasonRequired,
        String holds,
        List<AnswerGiven> answers,
        @Nullable Instant ended) {
    public ApprovalDetails {
        parameters = List.copyOf(parameters);
        grounds = List.copyOf(grounds);
        answers = List.copyOf(answers);
    }

    /// Whether the hash is that of the text and the parameters shown. An approver's program answers only if it is: then
    /// the answer is bound to what the person saw, whoever passed it on.
    @JsonIgnore
    public boolean isWhatItSays() {
        List<Parameter> values =
                parameters.stream()
                        .map(value -> new Parameter(value.binary(), value.value()))
                        .toList();
        return new Statement(text, List.of(), values, Stage.EXECUTE).sha256().equals(sha256);
    }
}
