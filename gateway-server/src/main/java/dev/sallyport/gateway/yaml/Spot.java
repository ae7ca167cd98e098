package dev.sallyport.gateway.yaml;

/// A place in a text file, as editors count it.
///
/// @param line from 1
/// @param column from 1
public record Spot(int line, int column) {
    /// Where problems go that concern the file as a whole.
    public static final Spot START = new Spot(1, 1);
}
