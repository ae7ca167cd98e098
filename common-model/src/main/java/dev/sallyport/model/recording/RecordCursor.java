package dev.sallyport.model.recording;

import java.nio.ByteBuffer;

/// Walks the records of one segment's body.
final class RecordCursor {
    /// Length, type, time and statement: no record is shorter.
    static final int RECORD_BYTES_MIN = 7;

    private final SegmentHeader header;
    private final int minorVersion;
    private final ByteBuffer body;
    private int given;
    private long nanos;

    /// @param body what [BodyReader] made of the segment's
    RecordCursor(SegmentHeader header, ByteBuffer body, int minorVersion) {
        this.header = header;
        this.minorVersion = minorVersion;
        this.body = body;
        this.nanos = header.firstNanos();
    }

    boolean hasNext() {
        return given < header.records();
    }

    /// The next record; its rows' bytes are valid until the next segment is read.
    Entry next() throws MalformedRecordException {
        FieldReader in = new FieldReader(body);
        int length = in.fixed(4).getInt();
        if (length < RECORD_BYTES_MIN - 4 || length > EventCodec.RECORD_BYTES_MAX) {
            throw new MalformedRecordException(
                    "record: "
                            + Integer.toUnsignedString(length)
                            + " bytes (expected: "
                            + (RECORD_BYTES_MIN - 4)
                            + " to "
                            + EventCodec.RECORD_BYTES_MAX
                            + ")");
        }
        ByteBuffer record = in.fixed(length);
        FieldReader fields = new FieldReader(record);
        int type = fields.u8();
        nanos += fields.varint();
        long sequence = header.firstSequence() + given;
        given++;
        if (!hasNext() && body.hasRemaining()) {
            throw new MalformedRecordException(
                    "segment: "
                            + body.remaining()
                            + " bytes too many (expected: none after its last record)");
        }
        long wallMillis = header.wallMillis() - (header.lastNanos() - nanos) / 1_000_000;
        return new Entry(
                sequence, nanos, wallMillis, EventDecoder.decode(type, record, minorVersion));
    }
}
