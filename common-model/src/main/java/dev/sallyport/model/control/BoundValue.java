package dev.sallyport.model.control;

import org.jspecify.annotations.Nullable;

/// One bound value of a statement; Base64 in JSON, as it may be binary.
///
/// @param binary whether the protocol calls the bytes binary; else they are text in UTF-8
/// @param value the bytes, or null for SQL NULL
@SuppressWarnings("ArrayRecordComponent") // carried and shown, never compared
public record BoundValue(boolean binary, byte @Nullable [] value) {}
