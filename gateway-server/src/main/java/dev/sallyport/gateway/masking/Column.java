package dev.sallyport.gateway.masking;

/// One column of a result.
///
/// @param name as the client sees it; it decides nothing
public record Column(String name, Origin origin) {}
