package dev.sallyport.gateway.protocol.postgres;

import org.jspecify.annotations.Nullable;

/// How the values of one column are shown.
interface CellMask {
    CellMask NULL = (value, length) -> null;

    /// @param value whose first `length` bytes are one value, not NULL, in its type's text or binary format
    /// @return `value` itself where it may be shown as it is; null for SQL NULL; else what is shown
    byte @Nullable [] mask(byte[] value, int length);
}
