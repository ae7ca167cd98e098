package dev.sallyport.model.recording;

import java.util.List;

/// One record as a reader finds it.
///
/// @param sequence from 1, without a gap
/// @param nanos nanoseconds since the recording began, monotonic
/// @param wallMillis Unix milliseconds by the wall clock, from the segment's anchor
public record Entry(long sequence, long nanos, long wallMillis, Content content) {

    /// What a record tells.
    public sealed interface Content {}

    /// @param cuts bound values of which only the beginning is kept
    public record Known(Event event, List<Cut> cuts) implements Content {
        public Known {
            cuts = List.copyOf(cuts);
        }
    }

    /// A kind of event that a newer minor version of the format has and this reader does not know; kept as it is.
    ///
    /// @param statement the statement's number, 0 for none
    /// @param bytes how long its fields are
    public record Unknown(int type, int statement, int bytes) implements Content {}

    /// What is known of a bound value that was too long to keep.
    ///
    /// @param parameter its place among the statement's parameters, from 0
    /// @param bytes its full length
    /// @param sha256 of the full value, in hexadecimal
    public record Cut(int parameter, long bytes, String sha256) {}
}
