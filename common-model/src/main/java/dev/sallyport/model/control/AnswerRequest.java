package dev.sallyport.model.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// An answer to a question.
///
/// @param reason at most 1,000 characters; null for none
/// @param sha256 the statement that the answer is about, as [ApprovalDetails#sha256()] gave it
public record AnswerRequest(
        @JsonProperty(required = true) boolean yes,
        @Nullable String reason,
        @JsonProperty(required = true) String sha256) {}
