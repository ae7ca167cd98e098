package dev.sallyport.model.statement;

import org.jspecify.annotations.Nullable;

/// One bound value, in the bytes that the client sent.
///
/// @param binary whether the protocol calls the bytes binary; else they are text in UTF-8
/// @param value the bytes, or null for SQL NULL; not copied, and not to be changed
@SuppressWarnings("ArrayRecordComponent") // one is made for every value bound: no copy
public record Parameter(boolean binary, byte @Nullable [] value) {}
