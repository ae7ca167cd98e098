package dev.sallyport.model.recording;

/// What is wrong with a recording.
public enum Damage {
    /// Bytes are not what was written, or not what was signed.
    ALTERED,
    /// A part that stood here is gone.
    REMOVED,
    /// A part stands here that does not belong here: it was added, or repeated.
    INSERTED,
    /// The parts are genuine, and stand in another order.
    REORDERED,
    /// It ends before it has begun, or before the end that the day log knows.
    CUT_SHORT,
    /// Signed by a key that is not among those trusted.
    WRONG_KEY,
    /// Something else altogether.
    NOT_A_RECORDING,
    /// A recording of a version, or with features, that this reader does not have.
    UNSUPPORTED;

    /// The word that verdicts use, in text and JSON: `wrong key`, …
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
