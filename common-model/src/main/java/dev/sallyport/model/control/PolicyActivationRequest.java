package dev.sallyport.model.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A policy that is to come into force.
///
/// @param text at most 1 MiB
/// @param reason why, for the recording; at most 1,000 characters; null for none
public record PolicyActivationRequest(
        @JsonProperty(required = true) String text, @Nullable String reason) {}
