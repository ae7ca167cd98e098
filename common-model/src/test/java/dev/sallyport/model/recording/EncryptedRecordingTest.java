package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.identity.SessionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who holds one of the keys reads all of it; who holds none reads nothing, and can verify it all the same.
class EncryptedRecordingTest {
    private static final String SECRET_TEXT = "SELECT 'a thing that must not be seen'";

    @TempDir Path folder;

    private final SecureRandom random = new SecureRandom();
    private final ReadingKey gateway = ReadingKey.generate();
    private final ReadingKey auditor = ReadingKey.generate();
    private final KeyPair signing = Recordings.newPair();

    @Test
    void everyRecipientReadsAllOfIt() throws Exception {
        ReadingKey rsa = rsa(3072);
        List<Event> events = new ArrayList<>(Recordings.everyKind());
        events.add(compressible());
        Path file =
                write(
                        Recordings.encrypted(
                                        signing,
                                        random,
                                        gateway.recipient(),
                                        auditor.recipient(),
                                        rsa.recipient())
                                .segment(asked())
                                .segment(events.toArray(Event[]::new))
                                .checkpoint()
                                .segment(asked())
                                .seal());
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("must not be seen");
        assertThat(Files.size(file)).isLessThan(10_000);
        assertThat(new RecordingVerifier(Set.of()).verify(file))
                .isInstanceOf(ChainVerdict.Sealed.class);
        for (ReadingKey key : List.of(gateway, auditor, rsa, ReadingKey.ofPem(rsa.pem()))) {
            List<Event> read = read(file, key);
            assertThat(read).hasSize(events.size() + 2);
            assertThat(read.getFirst()).isEqualTo(asked());
            assertThat(read.subList(1, events.size() + 1))
                    .usingRecursiveComparison()
                    .isEqualTo(events);
        }
    }

    @Test
    void withoutAKeyNothingIsReadAndTheFittingOnesAreNamed() throws Exception {
        Path file = write(sealed());
        ReadingKey other = ReadingKey.generate();
        for (List<ReadingKey> keys : List.of(List.<ReadingKey>of(), List.of(other))) {
            try (RecordingReader reader = RecordingReader.open(file, Set.of(), keys)) {
                assertThatThrownBy(reader::next)
                        .isInstanceOf(LockedRecordingException.class)
                        .hasMessageContaining("X25519 key " + gateway.recipient().idText())
                        .hasMessageContaining("X25519 key " + auditor.recipient().idText());
            }
        }
    }

    @Test
    void slotOfOneRecordingOpensNoOther() throws Exception {
        Envelope.Sealed made =
                new Envelope.Prepared(List.of(gateway.recipient(), rsa(3072).recipient()), random)
                        .seal(Recordings.ID, random);
        RecordingHeader right =
                RecordingHeader.encrypted(
                        Recordings.ID, 0, VerifyKey.of(signing.getPublic()), made.envelope());
        assertThat(gateway.open(right).orElseThrow().raw()).isEqualTo(made.key().raw());
        RecordingHeader moved =
                RecordingHeader.encrypted(
                        SessionId.at(7), 0, VerifyKey.of(signing.getPublic()), made.envelope());
        assertThatThrownBy(() -> gateway.open(moved))
                .isInstanceOf(java.security.GeneralSecurityException.class);
        RecordingHeader lying =
                RecordingHeader.encrypted(
                        Recordings.ID,
                        0,
                        VerifyKey.of(signing.getPublic()),
                        new Envelope(new byte[32], made.envelope().slots()));
        assertThatThrownBy(() -> gateway.open(lying)).hasMessageContaining("commits");
    }

    @Test
    void noNonceIsUsedTwiceNotEvenAfterAFailedWrite() {
        Envelope.Sealed made =
                new Envelope.Prepared(List.of(gateway.recipient()), random)
                        .seal(Recordings.ID, random);
        byte[] header =
                RecordingHeader.encrypted(
                                Recordings.ID,
                                0,
                                VerifyKey.of(signing.getPublic()),
                                made.envelope())
                        .encode();
        Set<String> nonces = new HashSet<>();
        for (int opening = 0; opening < 3; opening++) {
            SegmentChain chain =
                    new SegmentChain(
                            header,
                            BodyPacker.encrypting(
                                    new Compressor(), new BodyCipher(made.key(), random)));
            for (int i = 0; i < 100; i++) {
                RecordBuffer buffer = new RecordBuffer(RecordingFormat.HEADROOM, 16);
                EventCodec.encode(buffer, 0, asked());
                chain.addRecords(buffer, new SegmentChain.Batch(1, 0, 0, 1, false), 0);
                int nonce = chain.segmentStart() + SegmentHeader.BYTES;
                assertThat(
                                nonces.add(
                                        java.util.HexFormat.of()
                                                .formatHex(buffer.array(), nonce, nonce + 12)))
                        .isTrue();
                chain.rollBack();
            }
        }
    }

    @Test
    void segmentThatIsChainedButNotEncryptedWithTheKeyIsDamage() throws Exception {
        Recordings made = Recordings.encrypted(signing, random, gateway.recipient());
        byte[] header = made.bytes();
        SegmentChain chain =
                new SegmentChain(
                        header,
                        BodyPacker.encrypting(
                                new Compressor(),
                                new BodyCipher(RecordingKey.random(random), random)));
        RecordBuffer buffer = new RecordBuffer(RecordingFormat.HEADROOM, 16);
        EventCodec.encode(buffer, 0, asked());
        int length = chain.addRecords(buffer, new SegmentChain.Batch(1, 0, 0, 1, false), 0);
        ByteBuffer all = ByteBuffer.allocate(header.length + length);
        all.put(header).put(buffer.array(), chain.segmentStart(), length);
        Path file = Files.write(folder.resolve("forged.sprec"), all.array());
        try (RecordingReader reader = RecordingReader.open(file, Set.of(), List.of(gateway))) {
            assertThat(reader.next()).isEmpty();
            assertThat(reader.verdict().json().get("damage").asText()).isEqualTo("altered");
        }
    }

    @Test
    void keysOfAWrongKindSayWhatIsExpected() throws Exception {
        assertThatThrownBy(() -> RecipientKey.ofPem(VerifyKey.of(signing.getPublic()).pem()))
                .hasMessageContaining("X25519");
        assertThatThrownBy(() -> rsa(2048)).hasMessageContaining("2048 bits (expected: 3072");
        assertThatThrownBy(() -> RecipientKey.ofPem(gateway.pem()))
                .hasMessageContaining("BEGIN PUBLIC KEY");
        assertThatThrownBy(() -> ReadingKey.ofPem(gateway.recipient().pem()))
                .hasMessageContaining("BEGIN PRIVATE KEY");
        assertThatThrownBy(() ->
                        ReadingKey.ofPem(
                                Pem.encode(Pem.PRIVATE_KEY, signing.getPrivate().getEncoded())))
                .hasMessageContaining("X25519 or RSA");
        assertThat(ReadingKey.ofPem(gateway.pem()).recipient().idText())
                .isEqualTo(gateway.recipient().idText());
        assertThat(RecipientKey.ofPem(gateway.recipient().pem()).idText())
                .isEqualTo(gateway.recipient().idText());
    }

    private static ReadingKey rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return ReadingKey.ofPem(
                Pem.encode(Pem.PRIVATE_KEY, generator.generateKeyPair().getPrivate().getEncoded()));
    }

    private Recordings sealed() {
        return Recordings.encrypted(signing, random, gateway.recipient(), auditor.recipient())
                .segment(asked())
                .seal();
    }

    private static Event asked() {
        return new Event.Asked(1, SECRET_TEXT, List.of(), "", "read");
    }

    private static Event compressible() {
        return new Event.Asked(9, SECRET_TEXT.repeat(2000), List.of(), "", "read");
    }

    private Path write(Recordings made) throws IOException {
        return Files.write(folder.resolve("r.sprec"), made.bytes());
    }

    private static List<Event> read(Path file, ReadingKey key) throws IOException {
        List<Event> events = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(file, Set.of(), List.of(key))) {
            for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                Event event = ((Entry.Known) entry.get().content()).event();
                events.add(event);
                if (event instanceof Event.Rows rows) {
                    // Valid until the next call only; kept for the comparison.
                    events.removeLast();
                    events.add(new Event.Rows(rows.statement(), rows.rows(), copy(rows.wire())));
                }
            }
            assertThat(reader.verdict()).isInstanceOf(ChainVerdict.Sealed.class);
        }
        return events;
    }

    private static ByteBuffer copy(ByteBuffer from) {
        return ByteBuffer.allocate(from.remaining()).put(from.duplicate()).flip();
    }
}
