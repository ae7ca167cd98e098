package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.Typed.CSI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.terminal.Screen.Letters;
import dev.sallyport.model.terminal.Screen.Match;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a renderer and a search need of a screen.
final class ScreenTest {

    @Test
    void textJoinsWhatWasWrapped() {
        assertThat(Typed.on(4, 3).write("abcdefg\r\nh  \r\n").screen().allText())
                .isEqualTo("abcdefg\nh");
    }

    @Test
    void findsTextInScrollbackScreenAndAcrossRows() {
        Typed typed = Typed.on(6, 2).write("needle\r\nx needle\r\nNEEDLE");
        assertThat(typed.screen().find("needle", Letters.EXACT, 10))
                .containsExactly(new Match(-2, 0, 6), new Match(-1, 2, 6));
        assertThat(typed.screen().find("needle", Letters.ANY_CASE, 10)).hasSize(3);
        assertThat(typed.screen().find("needle", Letters.ANY_CASE, 1)).hasSize(1);
        assertThat(typed.screen().find("", Letters.EXACT, 10)).isEmpty();
    }

    @Test
    void matchesCountCellsNotLetters() {
        Typed typed = Typed.on(20, 1).write("e\u0301 漢字 Straße");
        assertThat(typed.screen().find("字", Letters.EXACT, 9)).containsExactly(new Match(0, 4, 2));
        assertThat(typed.screen().find("STRAßE", Letters.ANY_CASE, 9))
                .containsExactly(new Match(0, 7, 6));
    }

    @Test
    void rowsWithTheSameVersionLookTheSame() {
        long seed = Seed.of("ScreenTest.rowsWithTheSameVersionLookTheSame");
        HostileBytes hostile = new HostileBytes(new Random(seed));
        Terminal terminal = new Terminal(new Size(20, 6), 10);
        long[] versions = new long[6];
        Line[] painted = new Line[6];
        int repainted = 0;
        Keyframe keyframe = terminal.keyframe();
        for (int round = 0; round < 3000; round++) {
            if (round % 500 == 250) {
                keyframe = terminal.keyframe();
            } else if (round % 500 == 400) {
                terminal.restore(keyframe);
            } else {
                terminal.feed(hostile.next());
            }
            for (int row = 0; row < 6; row++) {
                Screen screen = terminal.screen();
                if (screen.version(row) != versions[row]) {
                    versions[row] = screen.version(row);
                    painted[row] = screen.line(row).copy();
                    repainted++;
                }
                assertThat(painted[row]).as("seed " + seed).isEqualTo(screen.line(row));
            }
        }
        assertThat(repainted).isLessThan(3000 * 6);
    }

    @Test
    void onlyWrittenRowsGetANewVersion() {
        Typed typed = Typed.on(5, 3).write("a\r\nb\r\nc");
        long first = typed.screen().version(0);
        long second = typed.screen().version(1);
        typed.write("d" + CSI + "1m" + CSI + "2H");
        assertThat(typed.screen().version(0)).isEqualTo(first);
        typed.write(CSI + "3H\n");
        assertThat(typed.screen().version(0)).as("moved up with its row").isEqualTo(second);
        assertThat(typed.screen().version(-1)).isEqualTo(first);
    }

    @Test
    void rowsThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> Typed.on(5, 3).line(3)).hasMessage("row: 3 (expected: 0 to 2)");
        assertThatThrownBy(() -> Typed.on(5, 3).line(-1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
