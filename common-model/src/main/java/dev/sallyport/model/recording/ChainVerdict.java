package dev.sallyport.model.recording;

import java.util.OptionalLong;

/// What a verifier says of a recording.
public sealed interface ChainVerdict {

    /// Whether the key that signed was compared with one the reader trusts.
    enum KeyCheck {
        /// It is one of the trusted keys.
        TRUSTED,
        /// No trusted key was given: the recording agrees with itself, but anybody could have made it.
        NOT_CHECKED
    }

    /// Whole and unaltered, from the header to the seal.
    ///
    /// @param records how many there are
    /// @param bytes the file's length
    record Sealed(
            RecordingHeader header, long records, long bytes, SealReason reason, KeyCheck keyCheck)
            implements ChainVerdict {}

    /// Unaltered as far as it goes, but without a seal: still growing, or left by a crash, or its end was cut off.
    ///
    /// @param records intact ones
    /// @param signedRecords how many of them a signature covers; for those after it only chain and checksums speak
    /// @param bytes length of the intact part
    /// @param tailBytes bytes after it that make no whole segment
    record Unsealed(
            RecordingHeader header,
            long records,
            long signedRecords,
            long bytes,
            long tailBytes,
            KeyCheck keyCheck)
            implements ChainVerdict {}

    /// Not what the gateway wrote.
    ///
    /// @param firstRecord the first record that cannot be relied on; all before it are intact
    /// @param lastRecord the last one that this damage is known to touch, empty where that cannot be told
    /// @param offset where in the file the damaged part begins
    /// @param why one line, with value and expectation
    record Damaged(
            Damage damage, long firstRecord, OptionalLong lastRecord, long offset, String why)
            implements ChainVerdict {}
}
