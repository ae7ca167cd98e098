package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From every place on, the same records come as from the beginning.
class SeekableRecordingTest {
    @TempDir Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final ReadingKey key = ReadingKey.generate();
    private byte[] recording;
    private int indexAt;
    private List<Entry> all;

    /// Statements of which some have results of many segments, with a keyframe now and then.
    @BeforeEach
    void record() throws IOException {
        Recordings made =
                Recordings.encrypted(Recordings.newPair(), new SecureRandom(), key.recipient());
        made.segment(new Event.Opened("session", Map.of()));
        int statement = 0;
        for (int i = 0; i < 300; i++) {
            List<Event> events = new ArrayList<>();
            if (random.nextInt(20) == 0) {
                events.add(new Event.SqlKeyframe("idle", statement, Map.of()));
            }
            for (int j = random.nextInt(3); j > 0; j--) {
                events.add(new Event.Asked(++statement, "SELECT " + j, List.of(), "", ""));
            }
            byte[] noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            events.add(new Event.Rows(statement, 1, java.nio.ByteBuffer.wrap(noise)));
            made.segment(events.toArray(Event[]::new));
        }
        indexAt = made.length();
        recording = made.index().seal().bytes();
        all = entries(recording);
    }

    @Test
    void seeksWithTheIndex() throws IOException {
        assertSeeks(recording);
    }

    @Test
    void seeksWithoutAnIndexAsWell() throws IOException {
        assertSeeks(Arrays.copyOf(recording, indexAt));
    }

    @Test
    void indexThatIsWrongIsNotBelieved() throws IOException {
        byte[] lying = recording.clone();
        int place = indexAt + SegmentHeader.BYTES + 2 * SegmentIndex.ENTRY_BYTES;
        BigEndian.putLong(lying, place, BigEndian.getLong(lying, place) + 1);
        assertSeeks(lying);
    }

    @Test
    void indexStaysSmallHoweverLongTheRecordingIs() {
        SegmentIndex index = new SegmentIndex();
        long offset = 0;
        for (int i = 0; i < 5 * SegmentIndex.ENTRIES_MAX; i++) {
            index.note(offset, i + 1L, i * 10L, i, false);
            offset += 64 * 1024;
        }
        assertThat(index.size()).isBetween(SegmentIndex.ENTRIES_MAX / 2, SegmentIndex.ENTRIES_MAX);
        for (int i = 1; i < index.size(); i++) {
            assertThat(index.offset(i)).isGreaterThan(index.offset(i - 1));
        }
        assertThat(index.offset(0)).isZero();
    }

    private void assertSeeks(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("r.sprec"), bytes);
        String what = "new Random(" + seed + "L)";
        try (SeekableRecording reader = SeekableRecording.open(file, List.of(key))) {
            assertThat(reader.next().orElseThrow().sequence()).isEqualTo(1);
            for (int i = 0; i < 200; i++) {
                int to = random.nextInt(all.size());
                Entry wanted = all.get(to);
                reader.seekSequence(wanted.sequence());
                assertSame(reader.next(), to, what);
                if (to + 1 < all.size()) {
                    assertSame(reader.next(), to + 1, what);
                }
                reader.seekTime(wanted.nanos());
                assertSame(reader.next(), firstAt(wanted.nanos()), what);
                int asked = nextAsked(to);
                if (asked >= 0) {
                    reader.seekStatement(statementOf(asked));
                    assertSame(reader.next(), asked, what);
                }
            }
            if (!isAltered(bytes)) {
                reader.seekSequence(all.size() + 1L);
                assertThat(reader.next()).isEmpty();
                reader.seekStatement(Integer.MAX_VALUE);
                assertThat(reader.next()).isEmpty();
            }
            reader.seekTime(0);
            assertSame(reader.next(), 0, what);
        }
    }

    private boolean isAltered(byte[] bytes) {
        return Arrays.mismatch(bytes, recording) >= 0 && bytes.length == recording.length;
    }

    private void assertSame(Optional<Entry> found, int place, String what) {
        assertThat(found).as(what).isPresent();
        assertThat(found.get().sequence()).as(what).isEqualTo(all.get(place).sequence());
        assertThat(found.get().nanos()).as(what).isEqualTo(all.get(place).nanos());
        assertThat(((Entry.Known) found.get().content()).event().getClass())
                .as(what)
                .isEqualTo(((Entry.Known) all.get(place).content()).event().getClass());
    }

    private int firstAt(long nanos) {
        int place = 0;
        while (all.get(place).nanos() < nanos) {
            place++;
        }
        return place;
    }

    private int nextAsked(int from) {
        for (int i = from; i < all.size(); i++) {
            if (((Entry.Known) all.get(i).content()).event() instanceof Event.Asked) {
                return i;
            }
        }
        return -1;
    }

    private int statementOf(int place) {
        return ((Event.Asked) ((Entry.Known) all.get(place).content()).event()).statement();
    }

    private List<Entry> entries(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("all.sprec"), bytes);
        List<Entry> entries = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(file, Set.of(), List.of(key))) {
            for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                entries.add(next.get());
            }
            assertThat(reader.verdict()).isInstanceOf(ChainVerdict.Sealed.class);
        }
        return entries;
    }
}
