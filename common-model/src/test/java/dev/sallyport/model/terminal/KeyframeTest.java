package dev.sallyport.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Going back to a keyframe is the same as having played to it; and bytes that are none are refused.
final class KeyframeTest {

    @ParameterizedTest
    @MethodSource("dev.sallyport.model.terminal.RecordingsTest#recordings")
    void goingOnFromAnyOfThemEndsTheSame(String name) throws IOException {
        Frames.Recording recording =
                Frames.recording(Path.of("src/test/resources/terminal", name + ".cast"));
        Terminal straight = new Terminal(recording.size());
        Keyframe[] keyframes = new Keyframe[recording.events().size()];
        for (int i = 0; i < keyframes.length; i++) {
            RecordingsTest.play(straight, recording.events().get(i));
            keyframes[i] = straight.keyframe();
        }
        Keyframe end = straight.keyframe();
        int every = Math.max(1, keyframes.length / 12);
        for (int i = 0; i < keyframes.length; i += every) {
            Keyframe read = Keyframe.fromBytes(keyframes[i].toBytes());
            assertThat(read).isEqualTo(keyframes[i]);
            assertThat(read).hasSameHashCodeAs(keyframes[i]);
            Terminal fromBytes = Terminal.at(read);
            straight.restore(keyframes[i]);
            for (int k = i + 1; k < keyframes.length; k++) {
                RecordingsTest.play(fromBytes, recording.events().get(k));
                RecordingsTest.play(straight, recording.events().get(k));
            }
            assertThat(fromBytes.keyframe()).as("from event " + i).isEqualTo(end);
            assertThat(straight.keyframe()).as("from event " + i).isEqualTo(end);
        }
    }

    @Test
    void mayBeTakenWithinASequenceAndWithinACharacter() throws IOException {
        byte[] bytes =
                "a\u001b[1;38:2::1:2:3mb漢\u001b]2;title\u001b\\😀\u001b(0q\u001bP x\u001b\\z\u009b2 qe\u0301"
                        .getBytes(StandardCharsets.UTF_8);
        Terminal whole = new Terminal(new Size(10, 2));
        whole.feed(bytes);
        for (int at = 0; at < bytes.length; at++) {
            Terminal begun = new Terminal(new Size(10, 2));
            begun.feed(Arrays.copyOf(bytes, at));
            Terminal ended = Terminal.at(Keyframe.fromBytes(begun.keyframe().toBytes()));
            ended.feed(Arrays.copyOfRange(bytes, at, bytes.length));
            assertThat(ended.keyframe()).as("cut at " + at).isEqualTo(whole.keyframe());
        }
    }

    @Test
    void isNotChangedByWhatTheTerminalDoesNext() {
        long seed = Seed.of("KeyframeTest.isNotChangedByWhatTheTerminalDoesNext");
        HostileBytes hostile = new HostileBytes(new Random(seed));
        Terminal terminal = new Terminal(new Size(20, 5), 20);
        for (int run = 0; run < 200; run++) {
            terminal.feed(hostile.next());
            Keyframe keyframe = terminal.keyframe();
            byte[] bytes = keyframe.toBytes();
            for (int i = 0; i < 10; i++) {
                terminal.feed(hostile.next());
            }
            assertThat(keyframe.toBytes()).as("seed " + seed).isEqualTo(bytes);
        }
    }

    @Test
    void tellsStatesApart() {
        Keyframe plain = Typed.on(5, 2).write("a").terminal.keyframe();
        for (String difference :
                new String[] {
                    "\u001b",
                    "\u001b[",
                    "\u001b[1",
                    "\u001b[1m",
                    "\u001b]2;",
                    "\u001b]2;x\u0007",
                    "\u001bP",
                    "b",
                    "\u0301",
                    "\u001b7",
                    "\u001b[2;2r",
                    "\u001bH",
                    "\u001b[?25l",
                    "\u001b[3 q",
                    "\u001b(0",
                    "\u001b]4;1;#fff\u0007",
                    "\u001b]8;;x\u0007",
                    "\u001b[?1049h",
                    "\n",
                    "\u001b[22t",
                    "\u001bN",
                    "\u000e"
                }) {
            Keyframe other = Typed.on(5, 2).write("a" + difference).terminal.keyframe();
            assertThat(other).as(difference.replace('\u001b', '^')).isNotEqualTo(plain);
        }
        assertThat(Typed.on(5, 2).write('a', 0xE6).terminal.keyframe()).isNotEqualTo(plain);
    }

    @Test
    void isSmall() {
        assertThat(Typed.on(80, 24).terminal.keyframe().toBytes().length).isLessThan(500);
        assertThat(Typed.on(80, 24).write("x".repeat(80 * 24)).terminal.keyframe().toBytes().length)
                .isLessThan(80 * 24 + 500);
    }

    @Test
    void isRefusedWhereItIsCutShort() {
        byte[] bytes = busy().toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Keyframe.fromBytes(cut))
                    .isInstanceOf(MalformedKeyframeException.class);
        }
        assertThatThrownBy(() -> Keyframe.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedKeyframeException.class)
                .hasMessage("more bytes than a keyframe: 1");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Keyframe.fromBytes(new byte[] {2}))
                .hasMessage("version: 2 (expected: 1 to 1)");
        assertThatThrownBy(() -> Keyframe.fromBytes(new byte[] {1, 1}))
                .hasMessage("columns: 1 (expected: 2 to 1024)");
        assertThatThrownBy(() -> Keyframe.fromBytes(new byte[0])).hasMessage("version: cut short");
    }

    @Test
    void changedBytesAreRefusedOrGiveASoundTerminal() {
        long seed = Seed.of("KeyframeTest.changedBytesAreRefusedOrGiveASoundTerminal");
        Random random = new Random(seed);
        byte[] bytes = busy().toBytes();
        HostileBytes hostile = new HostileBytes(random);
        int read = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] changed = bytes.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                Terminal terminal = Terminal.at(Keyframe.fromBytes(changed));
                read++;
                assertThat(Keyframe.fromBytes(terminal.keyframe().toBytes()))
                        .isEqualTo(terminal.keyframe());
                terminal.feed(hostile.next());
                terminal.resize(Size.nearest(random.nextInt(40), random.nextInt(10)));
                terminal.feed(hostile.next());
                if (round % 10 == 0) {
                    HostileInputTest.assertSound(terminal, "seed " + seed);
                }
            } catch (MalformedKeyframeException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).isBetween(1, 9_999);
    }

    private static Keyframe busy() {
        return Typed.on(12, 4)
                .write(
                        "scrolled\r\naway\r\n\u001b[1;4:3;58:5:9;38;2;1;2;3;44mwide 漢字\u001b[m e\u0301x\r\n")
                .write(
                        "\u001b]8;;http://example.com\u0007link\u001b]8;;\u0007 and a wrapped line\u001b7\u001b(0")
                .write(
                        "\u001b]0;title\u0007\u001b[22t\u001b]4;7;#abcdef\u0007\u001b[2;3r\u001b[?1049h\u001b[3;5Halt\u001b7\u001b[38:5:\u001b[1;2")
                .write("\u001b]2;begun")
                .terminal
                .keyframe();
    }
}
