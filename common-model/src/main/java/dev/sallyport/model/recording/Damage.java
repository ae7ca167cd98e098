package dev.sallyport.model.recording;

/// What is wrong with a recording.
public enum Damage {
    /// Bytes are not what was written, or not what was signed.
    ALTERED,
    /// Each part may be genuine, but not in this place: something was removed, inserted, reordered or rewritten.
    REARRANGED,
    /// It ends before it has begun.
    CUT_SHORT,
    /// Signed by a key that is not among those trusted.
    WRONG_KEY,
    /// Something else altogether.
    NOT_A_RECORDING,
    /// A recording of a version, or with features, that this reader does not have.
    UNSUPPORTED
}
