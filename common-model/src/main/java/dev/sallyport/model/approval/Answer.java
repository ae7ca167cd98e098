package dev.sallyport.model.approval;

import dev.sallyport.model.identity.Identity;
import java.time.Instant;

/// One person's word on one question.
///
/// @param reason may be empty where the rule does not ask for one
public record Answer(Identity by, boolean yes, String reason, Instant at) {}
