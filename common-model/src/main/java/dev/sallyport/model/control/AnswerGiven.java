package dev.sallyport.model.control;

import java.time.Instant;

/// One person's word on a question, as others see it.
public record AnswerGiven(Who by, boolean yes, String reason, Instant at) {}
