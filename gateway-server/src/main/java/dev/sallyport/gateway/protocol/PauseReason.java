package dev.sallyport.gateway.protocol;

/// Why one side is not read for the moment. A side is read only while it has none of these.
public enum PauseReason {
    /// The other side takes its bytes more slowly than they come.
    PEER_SLOW,
    /// The journal has not yet written what was shown.
    JOURNAL_BEHIND,
    /// As many frames wait behind a held statement as may.
    HELD_QUEUE_FULL,
    /// Something must be looked up before the next frame can be understood.
    LOOKING_UP
}
