package dev.sallyport.gateway.protocol;

/// One wire protocol that clients speak with the gateway.
public sealed interface Protocol permits FramedProtocol, ForeignProtocol {
    /// The name as configuration and policy write it: `postgres`.
    String name();
}
