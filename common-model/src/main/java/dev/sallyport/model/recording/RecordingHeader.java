package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What every recording begins with.
///
/// @param minorVersion of the format; the major one is the reader's own, or it would not read it
/// @param startedMillis Unix milliseconds by the wall clock; records count nanoseconds from there
/// @param key whose signatures follow
public record RecordingHeader(int minorVersion, SessionId id, long startedMillis, VerifyKey key) {
    static final byte[] MAGIC = HexFormat.of().parseHex("8953505245430d0a");

    /// Magic, version, flags and length: the same in all versions.
    static final int PREFIX_BYTES = 16;

    /// Without extensions.
    static final int BYTES = 100;

    /// Extensions are skipped by readers that do not know them, but not without end.
    static final int BYTES_MAX = 64 * 1024;

    private static final int ID_BYTES = 26;

    public RecordingHeader(SessionId id, long startedMillis, VerifyKey key) {
        this(RecordingFormat.MINOR, id, startedMillis, key);
    }

    public byte[] encode() {
        ByteBuffer to = ByteBuffer.allocate(BYTES);
        to.put(MAGIC);
        to.put((byte) RecordingFormat.MAJOR).put((byte) minorVersion).putShort((short) 0);
        to.putInt(BYTES);
        to.put((byte) RecordingFormat.SUITE_PLAIN);
        to.put(id.value().getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        to.putLong(startedMillis);
        to.put(key.id()).put(key.raw());
        to.putInt(0);
        to.putInt(Hashes.crc32c(to.array(), 0, to.position()));
        return to.array();
    }

    /// The chain's first value: SHA-256 over a zero byte and the header.
    public static byte[] chainStart(byte[] header) {
        var digest = Hashes.sha256();
        digest.update((byte) 0);
        return digest.digest(header);
    }

    /// Reads a whole header whose checksum is good.
    ///
    /// @throws IllegalArgumentException where a field is not what the format allows
    static RecordingHeader decode(byte[] header) {
        ByteBuffer from = ByteBuffer.wrap(header);
        int minor = header[9] & 0xFF;
        int flags = from.getShort(10);
        int suite = header[16] & 0xFF;
        if ((header[8] & 0xFF) != RecordingFormat.MAJOR
                || flags != 0
                || suite != RecordingFormat.SUITE_PLAIN) {
            throw new IllegalArgumentException(
                    "format version "
                            + header[8]
                            + "."
                            + minor
                            + ", flags "
                            + flags
                            + ", suite "
                            + suite
                            + " (expected: version "
                            + RecordingFormat.MAJOR
                            + ", flags 0, suite "
                            + RecordingFormat.SUITE_PLAIN
                            + ")");
        }
        SessionId id = new SessionId(new String(header, 17, ID_BYTES, StandardCharsets.ISO_8859_1));
        byte[] key = new byte[VerifyKey.BYTES];
        from.get(60, key);
        VerifyKey verifyKey = VerifyKey.ofRaw(key);
        int extensions = from.getInt(92);
        if (from.getLong(52) != ByteBuffer.wrap(verifyKey.id()).getLong()
                || header[43] != 0
                || extensions != header.length - BYTES
                || (minor == RecordingFormat.MINOR && extensions != 0)) {
            throw new IllegalArgumentException(
                    "header: key id, reserved byte or extension length is wrong");
        }
        return new RecordingHeader(minor, id, from.getLong(44), verifyKey);
    }
}
