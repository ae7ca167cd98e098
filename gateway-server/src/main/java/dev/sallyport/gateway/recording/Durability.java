package dev.sallyport.gateway.recording;

/// What a receipt promises.
public enum Durability {
    /// The operating system has the bytes: they survive the gateway's crash, not the machine's.
    WRITTEN,
    /// The disk has them: they survive a power failure.
    FORCED
}
