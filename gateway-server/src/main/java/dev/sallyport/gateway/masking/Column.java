package dev.sallyport.gateway.masking;

/// One column of a result.
///
/// @param name as the client sees it: a mask on names may add to what the origin says, and takes nothing away
public record Column(String name, Origin origin) {}
