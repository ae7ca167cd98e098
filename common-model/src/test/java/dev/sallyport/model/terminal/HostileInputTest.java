package dev.sallyport.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever comes, the terminal stays a terminal: no exception, no half of a character, no growth past its bounds.
final class HostileInputTest {

    @Test
    void nothingBreaksIt() {
        long seed = Seed.of("HostileInputTest.nothingBreaksIt");
        Random random = new Random(seed);
        HostileBytes hostile = new HostileBytes(random);
        for (int run = 0; run < 25; run++) {
            Terminal terminal =
                    new Terminal(
                            Size.nearest(random.nextInt(40), random.nextInt(12)),
                            random.nextInt(20));
            for (int round = 0; round < 500; round++) {
                terminal.feed(hostile.next());
                if (random.nextInt(20) == 0) {
                    terminal.resize(Size.nearest(random.nextInt(60), random.nextInt(20)));
                }
                assertSound(terminal, "seed " + seed + ", run " + run);
            }
        }
    }

    static void assertSound(Terminal terminal, String where) {
        Screen screen = terminal.screen();
        Size size = screen.size();
        assertThat(screen.cursor().row()).as(where).isBetween(0, size.rows() - 1);
        assertThat(screen.cursor().column()).as(where).isBetween(0, size.columns() - 1);
        for (int row = -screen.scrollback(); row < size.rows(); row++) {
            Line line = screen.line(row);
            if (line.columns() != size.columns() || !halvesMatch(line)) {
                throw new AssertionError(where + ", row " + row + ": " + line);
            }
            line.text();
        }
    }

    private static boolean halvesMatch(Line line) {
        for (int column = 0; column < line.columns(); column++) {
            boolean second = line.width(column) == 0;
            boolean afterFirst = column > 0 && line.width(column - 1) == 2;
            if (second != afterFirst) {
                return false;
            }
        }
        return line.width(line.columns() - 1) != 2;
    }

    @Test
    void splittingChangesNothing() {
        long seed = Seed.of("HostileInputTest.splittingChangesNothing");
        Random random = new Random(seed);
        HostileBytes hostile = new HostileBytes(random);
        for (int run = 0; run < 200; run++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                all.writeBytes(hostile.next());
            }
            byte[] bytes = all.toByteArray();
            Terminal whole = new Terminal(new Size(15, 5));
            whole.feed(bytes);
            Terminal pieces = new Terminal(new Size(15, 5));
            for (byte b : bytes) {
                pieces.feed(new byte[] {b});
            }
            assertThat(pieces.keyframe()).as("seed " + seed).isEqualTo(whole.keyframe());
        }
    }

    @Test
    void whatItRemembersIsBounded() {
        Typed typed = Typed.on(80, 24);
        String address = "http://example.com/" + "x".repeat(2000);
        for (int i = 0; i < 5000; i++) {
            typed.write("\u001b]8;;" + address + i + "\u0007漢" + "\u0301".repeat(50));
            typed.write("\u001b]2;" + "t".repeat(600) + "\u0007\u001b[22t");
        }
        typed.write("\u001b]52;c;" + "A".repeat(1 << 20));
        typed.write("\u001b[" + "1;".repeat(1 << 16));
        typed.write("\u001bP" + "A".repeat(1 << 20));
        assertThat(typed.terminal.keyframe().toBytes().length).isLessThan(3_000_000);
    }

    @Test
    void theScrollbackOfAWideScreenIsCutToItsCells() {
        Terminal terminal =
                new Terminal(
                        new Size(Size.COLUMNS_MAX, Size.ROWS_MAX), Terminal.SCROLLBACK_LINES_MAX);
        terminal.feed("x\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        int lines = terminal.screen().scrollback() + 2 * Size.ROWS_MAX;
        assertThat(lines * Size.COLUMNS_MAX).isEqualTo(State.CELLS_MAX);
    }

    // What costs most for its bytes; minutes instead of a moment if any of it were worse than one
    // pass over the screen.
    @Test
    void smallSequencesCostNoMoreThanTheScreen() {
        Terminal terminal = new Terminal(new Size(200, 60));
        String[] dear = {
            "\u001b[65535b",
            "\u001b[2J",
            "\u001b[99999L",
            "\u001b[99999@",
            "\u001b#8",
            "\u001b[?1049h\u001b[?1049l",
            "\u001bc",
            "\n\u001b[3J",
            "\u001b[65535I",
            "\u001b[?69h\u001b[2;199s\u001b[S",
            "\u001b[?2J",
            "x\u001b[H"
        };
        for (String sequence : dear) {
            terminal.feed(("a" + sequence).repeat(2000).getBytes(StandardCharsets.UTF_8));
        }
        assertSound(terminal, "after all of them");
    }
}
