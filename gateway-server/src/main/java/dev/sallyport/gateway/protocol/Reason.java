package dev.sallyport.gateway.protocol;

/// Why a connection or session ends.
public enum Reason {
    CLIENT_LEFT,
    TARGET_LEFT,
    LOGIN_REFUSED,
    LOGIN_TIMEOUT,
    TARGET_UNREACHABLE,
    PROTOCOL_ERROR,
    /// The recording could not be written: nothing goes on that is not recorded.
    JOURNAL_FAILED,
    KILLED,
    /// A statement ran longer than its limit, and could not be cancelled.
    OVERDUE,
    /// Nothing was asked for as long as the configuration allows.
    IDLE,
    SHUTDOWN,
    /// All was said: a refused login, a cancel request.
    DONE;

    /// The name for recordings and logs: `client-left`.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
