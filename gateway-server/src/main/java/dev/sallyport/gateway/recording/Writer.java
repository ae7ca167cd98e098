package dev.sallyport.gateway.recording;

/// Which thread hashes and writes what a recording commits.
public enum Writer {
    /// The journal's own: many commits share one wake-up, one write for each recording and one force.
    JOURNAL_THREAD,
    /// The one that commits: no hand-off, and the receipt has run when [Recording#commit(Runnable)] returns. Only with
    /// [Durability#WRITTEN], as an event loop must not wait for a disk.
    CALLER
}
