package dev.sallyport.model.recording;

/// What a [SegmentReader] finds, one after the other.
sealed interface Piece {
    record Start(RecordingHeader header) implements Piece {}

    /// @param chainBefore the chain's value before this segment
    /// @param buffer holds the body from index `from`, with the segment's header before it; valid until the next piece
    ///     is read
    @SuppressWarnings("ArrayRecordComponent") // a view, never compared
    record Records(SegmentHeader header, byte[] chainBefore, byte[] buffer, int from)
            implements Piece {}

    /// @param leaf the hash that the signature must cover
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Signed(SegmentHeader header, Signing signing, byte[] leaf) implements Piece {}

    /// The index, which tells nothing that the rest does not tell.
    record Index(SegmentHeader header) implements Piece {}

    /// The file ends here.
    ///
    /// @param tailBytes bytes after the last whole segment
    record End(long tailBytes) implements Piece {}

    /// Nothing more can be read.
    ///
    /// @param torn whether a write that a crash interrupted could look like that
    record Broken(ChainVerdict.Damaged damage, boolean torn) implements Piece {}
}
