package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every recording begins with.
public final class RecordingHeader {
    static final byte[] MAGIC = HexFormat.of().parseHex("8953505245430d0a");

    /// Magic, version, flags and length: the same in all versions.
    static final int PREFIX_BYTES = 16;

    /// Without extensions.
    static final int BYTES = 100;

    /// Key slots, and what later minor versions add, are read, but not without end.
    static final int BYTES_MAX = 64 * 1024;

    private static final int ID_BYTES = 26;

    private final int minorVersion;
    private final FileKind kind;
    private final SessionId id;
    private final long startedMillis;
    private final VerifyKey key;
    private final @Nullable Envelope envelope;

    private RecordingHeader(
            int minorVersion,
            FileKind kind,
            SessionId id,
            long startedMillis,
            VerifyKey key,
            @Nullable Envelope envelope) {
        this.minorVersion = minorVersion;
        this.kind = kind;
        this.id = id;
        this.startedMillis = startedMillis;
        this.key = key;
        this.envelope = envelope;
    }

    /// The header of a recording whose records are encrypted.
    ///
    /// @param startedMillis Unix milliseconds by the wall clock; records count nanoseconds from there
    /// @param key whose signatures follow
    public static RecordingHeader encrypted(
            SessionId id, long startedMillis, VerifyKey key, Envelope envelope) {
        return new RecordingHeader(
                RecordingFormat.MINOR, FileKind.RECORDING, id, startedMillis, key, envelope);
    }

    /// The header of a file whose records everybody can read.
    public static RecordingHeader plain(
            FileKind kind, SessionId id, long startedMillis, VerifyKey key) {
        return new RecordingHeader(RecordingFormat.MINOR, kind, id, startedMillis, key, null);
    }

    /// Of the format; the major one is the reader's own, or it would not read it.
    public int minorVersion() {
        return minorVersion;
    }

    public FileKind kind() {
        return kind;
    }

    public SessionId id() {
        return id;
    }

    /// Unix milliseconds by the wall clock; records count nanoseconds from there.
    public long startedMillis() {
        return startedMillis;
    }

    /// Whose signatures follow.
    public VerifyKey key() {
        return key;
    }

    /// Who can open it; empty where its records are not encrypted.
    public Optional<Envelope> envelope() {
        return Optional.ofNullable(envelope);
    }

    public byte[] encode() {
        int extension = envelope == null ? 0 : envelope.bytes();
        ByteBuffer to = ByteBuffer.allocate(BYTES + extension);
        to.put(MAGIC);
        to.put((byte) RecordingFormat.MAJOR).put((byte) minorVersion).putShort((short) 0);
        to.putInt(to.capacity());
        to.put(
                (byte)
                        (envelope == null
                                ? RecordingFormat.SUITE_PLAIN
                                : RecordingFormat.SUITE_ENCRYPTED));
        to.put(id.value().getBytes(StandardCharsets.US_ASCII)).put((byte) kind.number());
        to.putLong(startedMillis);
        to.put(key.id()).put(key.raw());
        to.putInt(extension);
        if (envelope != null) {
            envelope.write(to);
        }
        to.putInt(Hashes.crc32c(to.array(), 0, to.position()));
        return to.array();
    }

    /// The chain's first value: SHA-256 over a zero byte and the header.
    public static byte[] chainStart(byte[] header) {
        MessageDigest digest = Hashes.sha256();
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
        boolean encrypted = suite == RecordingFormat.SUITE_ENCRYPTED;
        if ((header[8] & 0xFF) != RecordingFormat.MAJOR
                || flags != 0
                || !(encrypted || suite == RecordingFormat.SUITE_PLAIN)) {
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
                            + ", flags 0, suite 1 or 2)");
        }
        SessionId id = new SessionId(new String(header, 17, ID_BYTES, StandardCharsets.ISO_8859_1));
        byte[] key = new byte[VerifyKey.BYTES];
        from.get(60, key);
        VerifyKey verifyKey = VerifyKey.ofRaw(key);
        if (from.getLong(52) != ByteBuffer.wrap(verifyKey.id()).getLong()
                || from.getInt(92) != header.length - BYTES) {
            throw new IllegalArgumentException("header: key id or extension length is wrong");
        }
        ByteBuffer extension = from.slice(96, header.length - BYTES);
        Envelope envelope = encrypted ? Envelope.read(extension) : null;
        if (minor == RecordingFormat.MINOR && extension.hasRemaining()) {
            throw new IllegalArgumentException(
                    "header: "
                            + extension.remaining()
                            + " bytes too many (expected: none in this version)");
        }
        return new RecordingHeader(
                minor, FileKind.of(header[43]), id, from.getLong(44), verifyKey, envelope);
    }
}
