package dev.sallyport.model.policy;

/// How a masked value is shown, the strictest first: where two masks fit one column, the earlier one here wins.
public enum MaskKind {
    /// The value is shown as NULL.
    NULL,
    /// The value is shown as a fixed word, or as NULL where its type has no room for one.
    REDACT,
    /// The last four characters stay.
    LAST4,
    /// The first character and the domain of an e-mail address stay.
    EMAIL
}
