package dev.sallyport.gateway.protocol;

/// Why something is refused, in words for the person; each protocol says it in its own form.
///
/// @param message what and why, in one line: `refused by rule no-ddl: DROP TABLE is not allowed in production`
/// @param hint what to do next, or empty
public record Refusal(Kind kind, String message, String hint) {
    public enum Kind {
        /// Policy denies it.
        DENIED,
        /// It was held, and the answer was no, or none came in time.
        NOT_APPROVED,
        /// It was held or asked, and the person gave it up.
        CANCELLED,
        /// The token or pass is not good.
        NOT_IDENTIFIED,
        /// Known, but not let through to this target; also for targets that do not exist.
        NOT_ADMITTED,
        /// The target cannot be reached, or does not take its credential.
        TARGET_UNAVAILABLE,
        /// The recording cannot be written.
        NOT_RECORDED,
        /// Too much at once.
        LIMIT
    }
}
