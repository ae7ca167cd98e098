package dev.sallyport.model.recording;

import java.util.Arrays;

/// The body of a checkpoint or seal: a signature over everything before it, and over this body's own fixed part.
///
/// @param records how many records stand before it
/// @param offset where its segment begins in the file
/// @param indexOffset where the index segment begins; 0 where there is none, and in checkpoints
/// @param reason null for a checkpoint
/// @param leafIndex which leaf of the [SignedTree] this is
/// @param key whose signature it is
/// @param path 32 bytes for each level of the tree
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Signing(
        long records,
        long offset,
        long indexOffset,
        @org.jspecify.annotations.Nullable SealReason reason,
        int leafIndex,
        VerifyKey key,
        byte[] path,
        byte[] signature) {
    /// What the leaf's hash covers of it; path and signature follow.
    static final int FIXED_BYTES = 62;

    static int bodyBytes(int pathLength) {
        return FIXED_BYTES + pathLength * RecordingFormat.HASH_BYTES + VerifyKey.SIGNATURE_BYTES;
    }

    static void writeFixed(
            byte[] to,
            int at,
            long records,
            long offset,
            long indexOffset,
            @org.jspecify.annotations.Nullable SealReason reason,
            int pathLength,
            int leafIndex,
            VerifyKey key) {
        BigEndian.putLong(to, at, records);
        BigEndian.putLong(to, at + 8, offset);
        BigEndian.putLong(to, at + 16, indexOffset);
        to[at + 24] = (byte) (reason == null ? 0 : reason.number());
        to[at + 25] = (byte) pathLength;
        BigEndian.putInt(to, at + 26, leafIndex);
        System.arraycopy(key.raw(), 0, to, at + 30, VerifyKey.BYTES);
    }

    /// @return null where the body is not laid out as it must be
    static @org.jspecify.annotations.Nullable Signing read(
            int kind, byte[] from, int at, int length) {
        if (length < bodyBytes(0)) {
            return null;
        }
        int pathLength = from[at + 25] & 0xFF;
        SealReason reason = SealReason.of(from[at + 24]);
        boolean reasonFits = kind == SegmentHeader.SEAL ? reason != null : from[at + 24] == 0;
        if (pathLength > SignedTree.PATH_MAX || length != bodyBytes(pathLength) || !reasonFits) {
            return null;
        }
        int path = at + FIXED_BYTES;
        int signature = path + pathLength * RecordingFormat.HASH_BYTES;
        return new Signing(
                BigEndian.getLong(from, at),
                BigEndian.getLong(from, at + 8),
                BigEndian.getLong(from, at + 16),
                reason,
                BigEndian.getInt(from, at + 26),
                VerifyKey.ofRaw(Arrays.copyOfRange(from, at + 30, at + FIXED_BYTES)),
                Arrays.copyOfRange(from, path, signature),
                Arrays.copyOfRange(from, signature, at + length));
    }

    /// Whether the signature is right for this leaf.
    boolean verifies(byte[] leaf) {
        return key.verifies(SignedTree.message(leaf, leafIndex, path), signature);
    }
}
