package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No change to a recording goes unseen.
class RecordingVerifierTest {
    @TempDir Path folder;

    /// Where each segment of [#small] begins: header, 1-2, 3-4, checkpoint, 5, seal.
    private final List<Integer> cuts = new ArrayList<>();

    private final Recordings recordings = small();

    private Recordings small() {
        Recordings made = new Recordings();
        cuts.add(0);
        cuts.add(made.length());
        cuts.add(
                made.segment(new Event.Opened("session", Map.of("target", "a")), asked(1))
                        .length());
        cuts.add(made.segment(asked(2), asked(3)).length());
        cuts.add(made.checkpoint().length());
        cuts.add(made.segment(new Event.Closed("done", null)).length());
        cuts.add(made.seal().length());
        return made;
    }

    private static Event asked(int number) {
        return new Event.Asked(number, "SELECT " + number, List.of(), "", "read");
    }

    @Test
    void untouchedRecordingIsSealed() throws Exception {
        assertThat(verify(recordings.bytes(), recordings.key()))
                .isInstanceOfSatisfying(
                        ChainVerdict.Sealed.class,
                        sealed -> {
                            assertThat(sealed.records()).isEqualTo(5);
                            assertThat(sealed.bytes()).isEqualTo(recordings.length());
                            assertThat(sealed.reason()).isEqualTo(SealReason.CLOSED);
                            assertThat(sealed.keyCheck()).isEqualTo(ChainVerdict.KeyCheck.TRUSTED);
                            assertThat(sealed.header().id()).isEqualTo(Recordings.ID);
                        });
        assertThat(verify(recordings.bytes()))
                .asInstanceOf(type(ChainVerdict.Sealed.class))
                .extracting(ChainVerdict.Sealed::keyCheck)
                .isEqualTo(ChainVerdict.KeyCheck.NOT_CHECKED);
    }

    @Test
    void everyChangedByteIsFoundAndItsRecordNamed() throws Exception {
        byte[] good = recordings.bytes();
        for (int at = 0; at < good.length; at++) {
            for (int value : new int[] {good[at] ^ 1, ~good[at]}) {
                byte[] bad = good.clone();
                bad[at] = (byte) value;
                int segment = segmentOf(at);
                String what = "byte " + at + " of segment " + segment;
                ChainVerdict verdict = verify(bad);
                assertThat(verdict).as(what).isInstanceOf(ChainVerdict.Damaged.class);
                ChainVerdict.Damaged damaged = (ChainVerdict.Damaged) verdict;
                assertThat(damaged.offset()).as(what).isEqualTo((long) cuts.get(segment));
                assertThat(damaged.firstRecord())
                        .as(what)
                        .isEqualTo(new long[] {1, 1, 3, 5, 5, 6}[segment]);
            }
        }
    }

    @Test
    void cutAtAnyByteIsNeverSealed() throws Exception {
        byte[] good = recordings.bytes();
        for (int length = 0; length < good.length; length++) {
            ChainVerdict verdict = verify(Arrays.copyOf(good, length));
            if (length < RecordingHeader.BYTES) {
                assertThat(verdict)
                        .asInstanceOf(type(ChainVerdict.Damaged.class))
                        .extracting(ChainVerdict.Damaged::damage)
                        .as("cut to " + length)
                        .isEqualTo(Damage.CUT_SHORT);
            } else {
                int segment = segmentOf(length);
                long records = new long[] {0, 0, 2, 4, 4, 5}[segment];
                int whole = cuts.get(segment);
                int tail = length - whole;
                assertThat(verdict)
                        .as("cut to " + length)
                        .isInstanceOfSatisfying(
                                ChainVerdict.Unsealed.class,
                                unsealed -> {
                                    assertThat(unsealed.records()).isEqualTo(records);
                                    assertThat(unsealed.signedRecords())
                                            .isEqualTo(segment >= 4 ? 4 : 0);
                                    assertThat(unsealed.bytes()).isEqualTo(whole);
                                    assertThat(unsealed.tailBytes()).isEqualTo(tail);
                                });
            }
        }
    }

    @Test
    void removedSegmentIsFound() throws Exception {
        for (int segment = 1; segment <= 4; segment++) {
            assertDamage(
                    join(range(0, segment), range(segment + 1, 6)),
                    Damage.REMOVED,
                    new long[] {0, 1, 3, 5, 5}[segment]);
        }
    }

    @Test
    void repeatedReorderedOrAppendedSegmentIsFound() throws Exception {
        assertDamage(join(range(0, 2), range(1, 6)), Damage.INSERTED, 3);
        assertDamage(join(range(0, 1), range(2, 3), range(1, 2), range(3, 6)), Damage.REORDERED, 1);
        assertDamage(join(range(0, 6), range(4, 5)), Damage.INSERTED, 6);
        assertDamage(join(range(0, 6), new byte[] {0}), Damage.INSERTED, 6);
        assertDamage(join(range(0, 2), new byte[] {1, 2, 3}, range(2, 6)), Damage.INSERTED, 3);
    }

    @Test
    void segmentOfAnotherRecordingIsFound() throws Exception {
        Recordings other = new Recordings();
        other.segment(new Event.Opened("session", Map.of("target", "b")), asked(1));
        int from = other.length();
        other.segment(asked(2), asked(3));
        byte[] foreign = Arrays.copyOfRange(other.bytes(), from, other.length());
        assertDamage(join(range(0, 2), foreign, range(3, 6)), Damage.ALTERED, 3);
        assertDamage(join(range(0, 2), foreign, range(2, 6)), Damage.INSERTED, 3);
    }

    @Test
    void rewrittenWithoutTheKeyIsFoundFromTheFirstWrongSignatureOn() throws Exception {
        Recordings forger = new Recordings();
        byte[] header = range(0, 1);
        // Chain and checksums made anew, over other records, and the old signatures put in.
        SegmentChain chain = new SegmentChain(header, BodyPacker.plain());
        RecordBuffer buffer = new RecordBuffer(RecordingFormat.HEADROOM, 16);
        EventCodec.encode(buffer, 0, asked(666));
        int length = chain.addRecords(buffer, new SegmentChain.Batch(1, 0, 0, 0, false), 0);
        byte[] records =
                Arrays.copyOfRange(
                        buffer.array(), chain.segmentStart(), chain.segmentStart() + length);
        SegmentChain.Unsigned unsigned =
                chain.attest(SealReason.CLOSED, VerifyKey.of(recordingsKey()), 0, 0, 0, 0);
        ByteBuffer seal = chain.finish(unsigned, new byte[0], new byte[64]);
        byte[] sealBytes = Arrays.copyOfRange(seal.array(), seal.position(), seal.limit());
        assertThat(forger.key()).isNotEqualTo(recordings.key());
        assertThat(verify(join(header, records, sealBytes), recordings.key()))
                .isInstanceOfSatisfying(
                        ChainVerdict.Damaged.class,
                        damaged -> {
                            assertThat(damaged.damage()).isEqualTo(Damage.ALTERED);
                            assertThat(damaged.firstRecord()).isEqualTo(1);
                            assertThat(damaged.why()).contains("signature");
                        });
    }

    private java.security.PublicKey recordingsKey() throws Exception {
        byte[] x509 =
                java.util.Base64.getMimeDecoder()
                        .decode(recordings.key().pem().replaceAll("-----[A-Z ]+-----", ""));
        return java.security.KeyFactory.getInstance("Ed25519")
                .generatePublic(new java.security.spec.X509EncodedKeySpec(x509));
    }

    @Test
    void recordingOfAnotherKeyIsRefusedWhereKeysAreTrusted() throws Exception {
        VerifyKey other = VerifyKey.of(Recordings.newPair().getPublic());
        assertThat(verify(recordings.bytes(), other))
                .asInstanceOf(type(ChainVerdict.Damaged.class))
                .extracting(ChainVerdict.Damaged::damage)
                .isEqualTo(Damage.WRONG_KEY);
    }

    @Test
    void otherFilesAreNoRecordings() throws Exception {
        assertThat(verify("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.UTF_8)))
                .asInstanceOf(type(ChainVerdict.Damaged.class))
                .extracting(ChainVerdict.Damaged::damage)
                .isEqualTo(Damage.NOT_A_RECORDING);
    }

    @Test
    void laterVersionsAndReservedFlagsAreRefused() throws Exception {
        byte[] header = range(0, 1);
        header[8] = 2;
        BigEndian.putInt(header, 96, Hashes.crc32c(header, 0, 96));
        assertUnsupported(header);
        byte[] all = recordings.bytes();
        int second = cuts.get(1);
        all[second + 1] = 8;
        BigEndian.putInt(all, second + 60, Hashes.crc32c(all, second, 60));
        assertUnsupported(all);
    }

    @Test
    void lengthsThatLieAreRefusedWithoutBeingBelieved() throws Exception {
        for (int length :
                new int[] {
                    -1, Integer.MIN_VALUE, Integer.MAX_VALUE, RecordingFormat.BODY_BYTES_MAX + 1
                }) {
            byte[] lying = recordings.bytes();
            int second = cuts.get(1);
            BigEndian.putInt(lying, second + 4, length);
            BigEndian.putInt(lying, second + 8, length);
            BigEndian.putInt(lying, second + 60, Hashes.crc32c(lying, second, 60));
            assertThat(verify(lying)).isInstanceOf(ChainVerdict.Damaged.class);
        }
        byte[] counting = recordings.bytes();
        int second = cuts.get(1);
        BigEndian.putInt(counting, second + 12, Integer.MAX_VALUE);
        BigEndian.putInt(counting, second + 60, Hashes.crc32c(counting, second, 60));
        assertThat(verify(counting)).isInstanceOf(ChainVerdict.Damaged.class);
    }

    @Test
    void hostileRecordsInAnIntactChainEndTheReadingAndNoMore() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        var pair = Recordings.newPair();
        for (int i = 0; i < 1_000; i++) {
            byte[] noise = new byte[7 + random.nextInt(60)];
            random.nextBytes(noise);
            BigEndian.putInt(noise, 0, noise.length - 4);
            noise[4] = (byte) (1 + random.nextInt(EventType.LAST));
            Recordings made = new Recordings(pair);
            RecordBuffer buffer = new RecordBuffer(RecordingFormat.HEADROOM, 16);
            buffer.putBytes(noise, noise.length);
            SegmentChain chain = new SegmentChain(made.bytes(), BodyPacker.plain());
            int length = chain.addRecords(buffer, new SegmentChain.Batch(1, 0, 0, 0, false), 0);
            byte[] segment =
                    Arrays.copyOfRange(
                            buffer.array(), chain.segmentStart(), chain.segmentStart() + length);
            Path file = write(join(made.bytes(), segment));
            try (RecordingReader reader = RecordingReader.open(file, Set.of(), List.of())) {
                Optional<Entry> entry = reader.next();
                assertThat(entry.isPresent() || reader.verdict() instanceof ChainVerdict.Damaged)
                        .as("new Random(" + seed + "L), round " + i)
                        .isTrue();
            }
        }
    }

    @Test
    void readerGivesAllRecordsAndTheVerdict() throws Exception {
        List<Event> events = Recordings.everyKind();
        Recordings made = new Recordings().segment(events.toArray(Event[]::new)).seal();
        try (RecordingReader reader =
                RecordingReader.open(write(made.bytes()), Set.of(made.key()), List.of())) {
            for (int i = 0; i < events.size(); i++) {
                Entry entry = reader.next().orElseThrow();
                assertThat(entry.sequence()).isEqualTo(i + 1);
                assertThat(entry.nanos()).isEqualTo(i * 1_000_000L);
                assertThat(entry.wallMillis()).isEqualTo(1_700_000_000_000L + i);
                assertThat(entry.content())
                        .usingRecursiveComparison()
                        .isEqualTo(new Entry.Known(events.get(i), List.of()));
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.verdict()).isInstanceOf(ChainVerdict.Sealed.class);
        }
    }

    @Test
    void readerStopsBeforeTheFirstDamagedSegment() throws Exception {
        byte[] bad = recordings.bytes();
        bad[cuts.get(2) + SegmentHeader.BYTES + 10] ^= 1;
        try (RecordingReader reader = RecordingReader.open(write(bad), Set.of(), List.of())) {
            assertThat(reader.next()).isPresent();
            assertThat(reader.next()).isPresent();
            assertThat(reader.next()).isEmpty();
            assertThat(reader.verdict())
                    .isInstanceOfSatisfying(
                            ChainVerdict.Damaged.class,
                            damaged -> {
                                assertThat(damaged.firstRecord()).isEqualTo(3);
                                assertThat(damaged.lastRecord()).hasValue(4);
                            });
        }
    }

    @Test
    void treeProvesEachOfItsLeaves() {
        for (int leaves = 1; leaves <= 9; leaves++) {
            List<byte[]> hashes = new ArrayList<>();
            for (int i = 0; i < leaves; i++) {
                hashes.add(Hashes.sha256().digest(new byte[] {(byte) i}));
            }
            SignedTree tree = new SignedTree(hashes);
            for (int i = 0; i < leaves; i++) {
                assertThat(SignedTree.message(hashes.get(i), i, tree.path(i)))
                        .isEqualTo(tree.message());
                assertThat(tree.path(i)).hasSize(32 * SignedTree.pathLength(leaves));
            }
        }
    }

    private void assertDamage(byte[] file, Damage damage, long firstRecord) throws IOException {
        assertThat(verify(file))
                .isInstanceOfSatisfying(
                        ChainVerdict.Damaged.class,
                        damaged -> {
                            assertThat(damaged.damage()).isEqualTo(damage);
                            assertThat(damaged.firstRecord()).isEqualTo(firstRecord);
                        });
    }

    private void assertUnsupported(byte[] file) throws IOException {
        assertThat(verify(file))
                .asInstanceOf(type(ChainVerdict.Damaged.class))
                .extracting(ChainVerdict.Damaged::damage)
                .isEqualTo(Damage.UNSUPPORTED);
    }

    private int segmentOf(int at) {
        int segment = 0;
        while (segment + 2 < cuts.size() && cuts.get(segment + 1) <= at) {
            segment++;
        }
        return segment;
    }

    private byte[] range(int fromSegment, int toSegment) {
        return Arrays.copyOfRange(recordings.bytes(), cuts.get(fromSegment), cuts.get(toSegment));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private ChainVerdict verify(byte[] bytes, VerifyKey... trusted) throws IOException {
        return new RecordingVerifier(Set.of(trusted)).verify(write(bytes));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("r.sprec"), bytes);
    }
}
