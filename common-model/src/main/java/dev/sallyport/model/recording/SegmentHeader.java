package dev.sallyport.model.recording;

/// The fixed part in front of each segment.
///
/// It has a checksum of its own, so that a length that was altered is told from a segment that is not all there.
///
/// @param flags all reserved: 1 compressed, 2 encrypted; a reader refuses what it does not know
/// @param storedBytes length of the body as it stands in the file
/// @param plainBytes length of the body once decrypted and decompressed
/// @param records how many records the body holds; 0 in checkpoints and seals
/// @param firstSequence the first record's number; in checkpoints and seals the number the next record would have
/// @param firstNanos the first record's nanoseconds since the recording began
/// @param lastNanos the last record's
/// @param wallMillis the wall clock at `lastNanos`, Unix milliseconds
record SegmentHeader(
        int kind,
        int flags,
        int storedBytes,
        int plainBytes,
        int records,
        long firstSequence,
        long firstNanos,
        long lastNanos,
        long wallMillis) {
    static final int BYTES = 52;
    static final int RECORDS = 1;
    static final int CHECKPOINT = 2;
    static final int SEAL = 3;

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
        BigEndian.putInt(to, at + 48, Hashes.crc32c(to, at, 48));
    }

    static boolean hasGoodChecksum(byte[] from, int at) {
        return BigEndian.getInt(from, at + 48) == Hashes.crc32c(from, at, 48);
    }

    static SegmentHeader read(byte[] from, int at) {
        return new SegmentHeader(
                from[at] & 0xFF,
                (from[at + 1] & 0xFF) << 16 | (from[at + 2] & 0xFF) << 8 | (from[at + 3] & 0xFF),
                BigEndian.getInt(from, at + 4),
                BigEndian.getInt(from, at + 8),
                BigEndian.getInt(from, at + 12),
                BigEndian.getLong(from, at + 16),
                BigEndian.getLong(from, at + 24),
                BigEndian.getLong(from, at + 32),
                BigEndian.getLong(from, at + 40));
    }
}
