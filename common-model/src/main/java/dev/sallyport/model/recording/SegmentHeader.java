package dev.sallyport.model.recording;

/// The fixed part in front of each segment.
///
/// It has a checksum of its own, so that a length that was altered is told from a segment that is not all there.
///
/// @param flags [#COMPRESSED], [#ENCRYPTED] and [#KEYFRAME]; a reader refuses what it does not know
/// @param storedBytes length of the body as it stands in the file
/// @param plainBytes length of the body once decrypted and decompressed
/// @param records how many records the body holds; 0 where it holds none
/// @param firstSequence the first record's number; where there are none, the number the next record would have
/// @param firstNanos the first record's nanoseconds since the recording began
/// @param lastNanos the last record's
/// @param wallMillis the wall clock at `lastNanos`, Unix milliseconds
/// @param number the segment's own, from 1 without a gap, whatever its kind
/// @param statements the highest number of a statement asked up to the segment's end
record SegmentHeader(
        int kind,
        int flags,
        int storedBytes,
        int plainBytes,
        int records,
        long firstSequence,
        long firstNanos,
        long lastNanos,
        long wallMillis,
        long number,
        int statements) {
    static final int BYTES = 64;

    static final int RECORDS = 1;
    static final int CHECKPOINT = 2;
    static final int SEAL = 3;
    static final int INDEX = 4;

    static final int COMPRESSED = 1;
    static final int ENCRYPTED = 2;

    /// The segment begins with a keyframe.
    static final int KEYFRAME = 4;

    private static final int CRC_AT = BYTES - RecordingFormat.CRC_BYTES;

    void write(byte[] to, int at) {
        to[at] = (byte) kind;
        to[at + 1] = (byte) flags;
        to[at + 2] = 0;
        to[at + 3] = 0;
        BigEndian.putInt(to, at + 4, storedBytes);
        BigEndian.putInt(to, at + 8, plainBytes);
        BigEndian.putInt(to, at + 12, records);
        BigEndian.putLong(to, at + 16, firstSequence);
        BigEndian.putLong(to, at + 24, firstNanos);
        BigEndian.putLong(to, at + 32, lastNanos);
        BigEndian.putLong(to, at + 40, wallMillis);
        BigEndian.putLong(to, at + 48, number);
        BigEndian.putInt(to, at + 56, statements);
        BigEndian.putInt(to, at + CRC_AT, Hashes.crc32c(to, at, CRC_AT));
    }

    static boolean hasGoodChecksum(byte[] from, int at) {
        return BigEndian.getInt(from, at + CRC_AT) == Hashes.crc32c(from, at, CRC_AT);
    }

    static SegmentHeader read(byte[] from, int at) {
        return new SegmentHeader(
                from[at] & 0xFF,
                (from[at + 2] & 0xFF) << 16 | (from[at + 3] & 0xFF) << 8 | (from[at + 1] & 0xFF),
                BigEndian.getInt(from, at + 4),
                BigEndian.getInt(from, at + 8),
                BigEndian.getInt(from, at + 12),
                BigEndian.getLong(from, at + 16),
                BigEndian.getLong(from, at + 24),
                BigEndian.getLong(from, at + 32),
                BigEndian.getLong(from, at + 40),
                BigEndian.getLong(from, at + 48),
                BigEndian.getInt(from, at + 56));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// Length of the whole segment in the file.
    long segmentBytes() {
        return BYTES + (long) storedBytes + RecordingFormat.TRAILER_BYTES;
    }

    /// Whether kind and flags are ones that this version has.
    boolean isKnown() {
        boolean allowed =
                kind == RECORDS ? (flags & ~(COMPRESSED | ENCRYPTED | KEYFRAME)) == 0 : flags == 0;
        return allowed && kind >= RECORDS && kind <= INDEX;
    }

    /// Whether lengths and counts are ones that a writer may have written.
    boolean isWithinBounds() {
        if (storedBytes < 0
                || storedBytes > RecordingFormat.BODY_BYTES_MAX
                || plainBytes < 0
                || plainBytes > RecordingFormat.BODY_BYTES_MAX
                || statements < 0) {
            return false;
        }
        if (kind != RECORDS) {
            return plainBytes == storedBytes && records == 0;
        }
        int packed = storedBytes - (has(ENCRYPTED) ? BodyCipher.OVERHEAD_BYTES : 0);
        boolean fits = has(COMPRESSED) ? packed > 0 && packed < plainBytes : packed == plainBytes;
        return fits && records > 0 && records <= plainBytes / RecordCursor.RECORD_BYTES_MIN;
    }
}
