package dev.sallyport.model.recording;

/// The numbers of the recording format, version 1. `docs/RECORDING-FORMAT.md` describes each byte.
public final class RecordingFormat {
    /// Recordings are named after their session, with this behind it.
    public static final String SUFFIX = FileKind.RECORDING.suffix();

    /// Readers refuse another major version; they read newer minor ones, as far as they know them.
    static final int MAJOR = 1;

    static final int MINOR = 0;

    /// SHA-256 chain, Ed25519 signatures, bodies not encrypted.
    static final int SUITE_PLAIN = 1;

    /// The same, and bodies of records encrypted with AES-256-GCM.
    static final int SUITE_ENCRYPTED = 2;

    /// A segment is closed by the first record that makes it this long, in bytes of its body.
    public static final int SEGMENT_BYTES = 256 * 1024;

    /// No segment's body is longer, plain or stored: a segment nearly full, and then the longest record.
    static final int BODY_BYTES_MAX = SEGMENT_BYTES + EventCodec.RECORD_BYTES_MAX + 1024;

    static final int HASH_BYTES = 32;
    static final int CRC_BYTES = 4;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// What follows a segment's body: chain value and checksum.
    public static final int TRAILER_BYTES = HASH_BYTES + CRC_BYTES;

    /// What [RecordBuffer]s for segments keep free in front: what the chain hashes before the records, and the nonce.
    public static final int HEADROOM = 1 + HASH_BYTES + SegmentHeader.BYTES + NONCE_BYTES;

    private RecordingFormat() {}
}
