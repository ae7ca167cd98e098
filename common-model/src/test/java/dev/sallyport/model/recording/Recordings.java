package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.statement.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes recordings in memory, segment by segment.
final class Recordings {
    static final SessionId ID = new SessionId("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private static final long STARTED = 1_700_000_000_000L;

    private final KeyPair pair;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final SegmentChain chain;
    private long nanos;

    Recordings() {
        this(newPair());
    }

    Recordings(KeyPair pair) {
        this(
                pair,
                RecordingHeader.plain(
                        FileKind.RECORDING, ID, STARTED, VerifyKey.of(pair.getPublic())),
                BodyPacker.plain());
    }

    private Recordings(KeyPair pair, RecordingHeader header, BodyPacker packer) {
        this.pair = pair;
        byte[] encoded = header.encode();
        bytes.writeBytes(encoded);
        chain = new SegmentChain(encoded, packer);
    }

    static Recordings dayLog(KeyPair pair) {
        return new Recordings(
                pair,
                RecordingHeader.plain(
                        FileKind.DAY_LOG, ID, STARTED, VerifyKey.of(pair.getPublic())),
                BodyPacker.plain());
    }

    /// One that these can open.
    static Recordings encrypted(KeyPair pair, SecureRandom random, RecipientKey... recipients) {
        Envelope.Sealed sealed =
                new Envelope.Prepared(List.of(recipients), random).seal(ID, random);
        return new Recordings(
                pair,
                RecordingHeader.encrypted(
                        ID, STARTED, VerifyKey.of(pair.getPublic()), sealed.envelope()),
                BodyPacker.encrypting(new Compressor(), new BodyCipher(sealed.key(), random)));
    }

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    VerifyKey key() {
        return VerifyKey.of(pair.getPublic());
    }

    /// A segment of these events, a millisecond apart.
    Recordings segment(Event... events) {
        RecordBuffer buffer = new RecordBuffer(RecordingFormat.HEADROOM, 16);
        long first = nanos;
        for (int i = 0; i < events.length; i++) {
            EventCodec.encode(buffer, i == 0 ? 0 : 1_000_000, events[i]);
            nanos += i == 0 ? 0 : 1_000_000;
        }
        return records(buffer, events, first);
    }

    private Recordings records(RecordBuffer buffer, Event[] events, long first) {
        int statements = 0;
        for (Event event : events) {
            if (event instanceof Event.Asked asked) {
                statements = asked.statement();
            }
        }
        int length =
                chain.addRecords(
                        buffer,
                        new SegmentChain.Batch(
                                events.length,
                                first,
                                nanos,
                                statements,
                                events[0] instanceof Event.Keyframe),
                        STARTED + nanos / 1_000_000);
        bytes.write(buffer.array(), chain.segmentStart(), length);
        return this;
    }

    Recordings index() {
        ByteBuffer segment = chain.addIndex(nanos, STARTED).orElseThrow();
        bytes.write(segment.array(), segment.position(), segment.remaining());
        return this;
    }

    Recordings checkpoint() {
        return signed(null);
    }

    Recordings seal() {
        return signed(SealReason.CLOSED);
    }

    /// Signed together with two others, so that there is a path.
    private Recordings signed(@Nullable SealReason reason) {
        try {
            SegmentChain.Unsigned unsigned =
                    chain.attest(reason, key(), 1, 2, nanos, 1_700_000_000_000L);
            SignedTree tree = new SignedTree(List.of(new byte[32], unsigned.leaf(), new byte[32]));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(pair.getPrivate());
            ed25519.update(tree.message());
            ByteBuffer segment = chain.finish(unsigned, tree.path(1), ed25519.sign());
            bytes.write(segment.array(), segment.position(), segment.remaining());
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    int length() {
        return bytes.size();
    }

    /// One event of every kind.
    static List<Event> everyKind() {
        ByteBuffer rows =
                ByteBuffer.wrap("D\0\0\0\n\0\1\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        return List.of(
                new Event.Opened(
                        "session", Map.of("target", "orders-prod", "identity.name", "Žofie 🦊")),
                new Event.Asked(
                        1,
                        "SELECT 'ř', $1, $2",
                        List.of(
                                new Parameter(false, "x".getBytes(StandardCharsets.UTF_8)),
                                new Parameter(true, null),
                                new Parameter(true, new byte[0])),
                        "ab12",
                        "read customers"),
                new Event.Decided(
                        1, "approve", List.of("ask", "mask"), "somebody must approve", "f00d"),
                new Event.ApprovalAsked(1, "A-7Q2M9K", "dba", 2, 600_000),
                new Event.ApprovalAnswered(
                        1, "A-7Q2M9K", "approved", "https://id.example.com", "42", "Bob", "go"),
                new Event.Columns(1, List.of("id", "email"), List.of("", "redact")),
                new Event.Rows(1, 1, rows),
                new Event.RowsIn(1, 3, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                new Event.Completed(1, "SELECT 1", Long.MAX_VALUE, 1, 10, 123_456_789),
                new Event.Failed(2, "42501", "refused by rule no-ddl"),
                new Event.Cancelled(3),
                new Event.Noted("login-refused", Map.of("why", "expired")),
                new Event.Forwarded(1),
                new Event.SqlKeyframe("open", 3, Map.of("search_path", "public")),
                new Event.TerminalKeyframe(1, ByteBuffer.wrap(new byte[] {9, 8})),
                new Event.TerminalIn(4, 1, ByteBuffer.wrap(new byte[] {'l', 's', 13})),
                new Event.TerminalOut(4, 1, ByteBuffer.wrap(new byte[] {'a', 27, 7})),
                new Event.Resized(4, 1, 120, 40),
                new Event.HttpRequest(
                        5, 2, "GET", "/api/v1/pods", List.of(new Event.Header("host", "a"))),
                new Event.HttpResponse(
                        5, 2, 403, List.of(new Event.Header("x", "1"), new Event.Header("x", "2"))),
                new Event.Chunk(5, 2, Event.Direction.FROM_PERSON, ByteBuffer.wrap(new byte[] {1})),
                new Event.Chunk(5, 2, Event.Direction.TO_PERSON, ByteBuffer.wrap(new byte[0])),
                new Event.Marked("Bob", "here it broke"),
                new Event.Lost(1, Long.MAX_VALUE, "the disk was full"),
                new Event.Closed("client-left", "said goodbye"),
                new Event.Closed("done", null));
    }
}
