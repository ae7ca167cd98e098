package dev.sallyport.model.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Asks for a pass to one target for whoever asks.
///
/// @param target the target's name
/// @param seconds how long it should be good for; null for as long as the gateway gives by itself
public record PassRequest(
        @JsonProperty(required = true) String target, @Nullable Integer seconds) {}
