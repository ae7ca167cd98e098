package dev.sallyport.model.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.statement.Parameter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events become bytes and events again; bytes that are no event are refused, at whatever place they are wrong.
class EventCodecTest {
    static List<Event> everyKind() {
        return Recordings.everyKind();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyEventComesBackAsItWas(Event event) throws Exception {
        assertThat(decode(encode(event), 0))
                .usingRecursiveComparison()
                .isEqualTo(new Entry.Known(event, List.of()));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void truncatedAtEachByteIsRefused(Event event) {
        byte[] record = encode(event);
        for (int length = 1; length < record.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(record, length);
            assertThatThrownBy(() -> decode(cut, 0))
                    .as(event + " cut to " + length)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void changedBytesGiveAnEventOrARefusalAndNothingElse(Event event) {
        byte[] record = encode(event);
        for (int i = 0; i < record.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = record.clone();
                changed[i] ^= (byte) (1 << bit);
                try {
                    decode(changed, 0);
                } catch (MalformedRecordException e) {
                    assertThat(e).hasMessageContaining("expected");
                }
            }
        }
    }

    @Test
    void noiseIsRefusedWithoutLargeAllocations() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            noise[0] = (byte) (1 + random.nextInt(EventType.CLOSED));
            try {
                decode(noise, 0);
            } catch (MalformedRecordException e) {
                // as it should be
            } catch (RuntimeException e) {
                throw new AssertionError("new Random(" + seed + "L), noise " + i, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "é",
                "€",
                "🦊",
                "a\u0000b",
                "mixed é€🦊 text",
                "\ud83e",
                "x\udd8a",
                "\ud83ea"
            })
    void stringsAreUtf8AsJavaWritesIt(String text) throws Exception {
        String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Entry.Known known = (Entry.Known) decode(encode(new Event.Noted(text, Map.of())), 0);
        assertThat(known.event()).isEqualTo(new Event.Noted(expected, Map.of()));
    }

    @Test
    void longParameterIsCutAndItsLengthAndHashKept() throws Exception {
        byte[] value = new byte[EventCodec.PARAMETER_BYTES_MAX + 1];
        new Random(1).nextBytes(value);
        Event event = new Event.Asked(1, "INSERT", List.of(new Parameter(true, value)), "", "");
        Entry.Known known = (Entry.Known) decode(encode(event), 0);
        byte[] kept = ((Event.Asked) known.event()).parameters().getFirst().value();
        assertThat(kept)
                .hasSize(EventCodec.PARAMETER_BYTES_MAX)
                .isEqualTo(java.util.Arrays.copyOf(value, kept.length));
        assertThat(known.cuts())
                .containsExactly(
                        new Entry.Cut(
                                0,
                                value.length,
                                java.util.HexFormat.of().formatHex(Hashes.sha256().digest(value))));
    }

    @Test
    void recordThatIsTooLongIsRefusedAndLeavesNothing() {
        RecordBuffer buffer = new RecordBuffer(0, 16);
        EventCodec.encode(buffer, 0, new Event.Cancelled(1));
        int before = buffer.length();
        ByteBuffer wire = ByteBuffer.allocate(EventCodec.RECORD_BYTES_MAX + 1);
        assertThatThrownBy(() -> EventCodec.encode(buffer, 0, new Event.Rows(1, 1, wire)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: at most");
        assertThat(buffer.length()).isEqualTo(before);
    }

    @Test
    void recordingRowsLeavesTheirBufferAlone() {
        ByteBuffer wire = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1);
        encode(new Event.Rows(1, 1, wire));
        assertThat(wire.remaining()).isEqualTo(3);
    }

    @Test
    void newerMinorVersionMayHaveOtherEventsAndMoreFields() throws Exception {
        byte[] record = encode(new Event.Cancelled(7));
        byte[] longer = java.util.Arrays.copyOf(record, record.length + 3);
        assertThat(decode(longer, 1)).isEqualTo(new Entry.Known(new Event.Cancelled(7), List.of()));
        assertThatThrownBy(() -> decode(longer, 0)).isInstanceOf(MalformedRecordException.class);
        longer[0] = 99;
        assertThat(decode(longer, 1)).isEqualTo(new Entry.Unknown(99, 7, 4));
        assertThatThrownBy(() -> decode(longer, 0)).hasMessageContaining("record type: 99");
    }

    /// Type, then the fields; length and time are left out.
    private static byte[] encode(Event event) {
        RecordBuffer buffer = new RecordBuffer(0, 1);
        int length = EventCodec.encode(buffer, 0, event);
        byte[] all = java.util.Arrays.copyOf(buffer.array(), length);
        assertThat(BigEndian.getInt(all, 0)).isEqualTo(length - 4);
        byte[] record = new byte[length - 5];
        record[0] = all[4];
        System.arraycopy(all, 6, record, 1, length - 6);
        return record;
    }

    private static Entry.Content decode(byte[] record, int minorVersion)
            throws MalformedRecordException {
        return EventDecoder.decode(
                record[0] & 0xFF,
                ByteBuffer.wrap(record, 1, record.length - 1).slice(),
                minorVersion);
    }
}
