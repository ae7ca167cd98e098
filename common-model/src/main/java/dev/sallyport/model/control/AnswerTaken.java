package dev.sallyport.model.control;

import dev.sallyport.model.approval.ApprovalId;

/// The answer counts.
///
/// @param status how the question stands now
/// @param remaining how many more people have to say yes
public record AnswerTaken(ApprovalId id, ApprovalStatus status, int remaining) {}
