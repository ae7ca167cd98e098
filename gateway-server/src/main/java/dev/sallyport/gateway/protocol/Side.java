package dev.sallyport.gateway.protocol;

/// The two ends that a conversation stands between.
public enum Side {
    CLIENT,
    TARGET
}
