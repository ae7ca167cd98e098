package dev.sallyport.model.control;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A policy that is to be looked at, and to change nothing.
///
/// @param text at most 1 MiB
public record PolicyCheckRequest(@JsonProperty(required = true) String text) {}
