package dev.sallyport.model.control;

import org.jspecify.annotations.Nullable;

/// A change of policy to a text that the gateway has: the file's, or the one before.
///
/// @param reason why, for the recording; at most 1,000 characters; null for none
public record PolicyChangeRequest(@Nullable String reason) {}
