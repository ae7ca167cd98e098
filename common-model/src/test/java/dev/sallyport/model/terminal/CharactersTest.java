package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.Typed.CSI;
import static dev.sallyport.model.terminal.Typed.ESC;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Characters: decoded, measured, joined, wrapped, and never halved.
final class CharactersTest {
    private static final String CLUSTERS_ON = CSI + "?2027h";

    @Test
    void aWideCharacterTakesTwoCells() {
        Typed typed = Typed.on(10, 2).write("a漢b");
        assertThat(typed.rows()).isEqualTo("a漢b\n");
        assertThat(typed.line(0).width(1)).isEqualTo(2);
        assertThat(typed.line(0).width(2)).isZero();
        assertThat(typed.line(0).codePoint(2)).isZero();
        assertThat(typed.cursor()).isEqualTo("0,4");
    }

    @Test
    void aWideCharacterThatDoesNotFitWraps() {
        Typed typed = Typed.on(5, 2).write("abcd漢");
        assertThat(typed.rows()).isEqualTo("abcd\n漢");
        assertThat(typed.line(1).wrapped()).isTrue();
        assertThat(typed.screen().text()).isEqualTo("abcd漢");
    }

    @Test
    void aWideCharacterThatMayNotWrapIsNotShown() {
        assertThat(Typed.on(5, 2).write(CSI + "?7labcd漢").rows()).isEqualTo("abcd\n");
    }

    @Test
    void overwritingOneHalfClearsTheOther() {
        assertThat(Typed.on(6, 1).write("漢字\rx").rows()).isEqualTo("x 字");
        assertThat(Typed.on(6, 1).write("漢字\r" + CSI + "Cx").rows()).isEqualTo(" x字");
        assertThat(Typed.on(6, 1).write("a漢字\r字").rows()).isEqualTo("字 字");
    }

    @Test
    void erasingInsertingAndDeletingLeaveNoHalves() {
        assertThat(Typed.on(6, 1).write("漢字か" + CSI + "2G" + CSI + "X").rows()).isEqualTo("  字か");
        assertThat(Typed.on(6, 1).write("漢字か" + CSI + "2G" + CSI + "@").rows()).isEqualTo("   字");
        assertThat(Typed.on(6, 1).write("漢字か" + CSI + "2G" + CSI + "2P").rows()).isEqualTo("  か");
    }

    @Test
    void marksJoinTheCharacterBefore() {
        Typed typed = Typed.on(4, 2).write("e\u0301\u0323漢\u0301x\u0308");
        assertThat(typed.line(0).text(0)).isEqualTo("e\u0301\u0323");
        assertThat(typed.line(0).text(1)).isEqualTo("漢\u0301");
        assertThat(typed.line(0).text(3)).as("also while a wrap is pending").isEqualTo("x\u0308");
        assertThat(typed.cursor()).isEqualTo("0,3+");
    }

    @Test
    void overwritingACharacterTakesItsMarks() {
        assertThat(Typed.on(4, 1).write("e\u0301\re").rows()).isEqualTo("e");
    }

    @Test
    void marksMoveWithTheirCharacters() {
        Typed typed = Typed.on(6, 1).write("ae\u0301b\r" + CSI + "2@" + CSI + "3G" + CSI + "P");
        assertThat(typed.rows()).isEqualTo("  e\u0301b");
    }

    @Test
    void marksAreBounded() {
        Typed typed = Typed.on(10, 1).write("a" + "\u0301".repeat(1000));
        assertThat(typed.line(0).text(0)).hasSize(1 + Marks.ON_ONE_MAX);
        typed.write(("b" + "\u0301".repeat(100)).repeat(8));
        assertThat(typed.rows().length()).isLessThanOrEqualTo(10 + 10 * Marks.PER_COLUMN);
    }

    @Test
    void controlsOfDirectionAreNotShown() {
        assertThat(Typed.on(9, 1).write("ab\u202ecd\u2066ef\ufeff").rows()).isEqualTo("abcdef");
    }

    @Test
    void emojiStandEachForItselfUnlessAskedOtherwise() {
        // As the C libraries count, and so the programs: two cells for each, none for the joiner.
        Typed typed = Typed.on(10, 1).write("👩\u200d👦x");
        assertThat(typed.cursor()).isEqualTo("0,5");
        assertThat(typed.line(0).text(0)).isEqualTo("👩\u200d");
    }

    @Test
    void clustersAreOneCharacterInMode2027() {
        assertCluster("👩\u200d👩\u200d👦", 2);
        assertCluster("👍🏽", 2);
        assertCluster("🇩🇪", 2);
        assertCluster("❤\ufe0f", 2);
        assertCluster("1\ufe0f\u20e3", 2);
        assertCluster("\u1112\u1161\u11ab", 2);
        assertCluster("a\u0301", 1);
    }

    private static void assertCluster(String cluster, int width) {
        Typed typed = Typed.on(10, 1).write(CLUSTERS_ON + cluster + "x");
        assertThat(typed.line(0).text(0)).isEqualTo(cluster);
        assertThat(typed.line(0).width(0)).as(cluster).isEqualTo(width);
        assertThat(typed.line(0).text(width)).isEqualTo("x");
    }

    @Test
    void aClusterThatGrowsInTheLastColumnWraps() {
        Typed typed = Typed.on(4, 2).write(CLUSTERS_ON + "abc❤\ufe0f");
        assertThat(typed.rows()).isEqualTo("abc\n❤\ufe0f");
        assertThat(typed.line(1).width(0)).isEqualTo(2);
        assertThat(typed.cursor()).isEqualTo("1,2");
    }

    @Test
    void moreFlagsThanOneStandSideBySide() {
        Typed typed = Typed.on(10, 1).write(CLUSTERS_ON + "🇩🇪🇫🇷");
        assertThat(typed.line(0).text(0)).isEqualTo("🇩🇪");
        assertThat(typed.line(0).text(2)).isEqualTo("🇫🇷");
    }

    @Test
    void bytesMayBeSplitAnywhere() {
        byte[] bytes = "a漢😀é\u0301".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= bytes.length; at++) {
            Terminal terminal = new Terminal(new Size(10, 1));
            terminal.feed(ByteBuffer.wrap(bytes, 0, at));
            terminal.feed(ByteBuffer.wrap(bytes, at, bytes.length - at).asReadOnlyBuffer());
            assertThat(terminal.screen().text()).isEqualTo("a漢😀é\u0301");
        }
    }

    @Test
    void whatIsNoUtf8IsShownAsTheJdkDecodesIt() {
        long seed = Seed.of("CharactersTest.whatIsNoUtf8IsShownAsTheJdkDecodesIt");
        Random random = new Random(seed);
        int[] likely = {
            0x41, 0x80, 0xBF, 0xC1, 0xC3, 0xE0, 0xA0, 0x9F, 0xF0, 0x90, 0xF4, 0x8F, 0xF5, 0xFF, 0xE2
        };
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[12];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) likely[random.nextInt(likely.length)];
            }
            String decoded = new String(bytes, StandardCharsets.UTF_8);
            StringBuilder shown = new StringBuilder();
            Utf8 utf8 = new Utf8();
            for (int i = 0; i < bytes.length; ) {
                int codePoint = utf8.take(bytes[i] & 0xFF);
                if (codePoint != Utf8.UNFINISHED) {
                    shown.appendCodePoint(codePoint == Utf8.AGAIN ? 0xFFFD : codePoint);
                }
                i += codePoint == Utf8.AGAIN ? 0 : 1;
            }
            shown.append(utf8.idle() ? "" : "\ufffd");
            assertThat(shown.toString()).as("seed " + seed).isEqualTo(decoded);
        }
        assertThat(Typed.on(9, 1).write('a', 0xFF, 0xE6, 0xBC, 'b').rows())
                .isEqualTo("a\ufffd\ufffdb");
        assertThat(Typed.on(9, 1).write(0xED, 0xA0, 0x80).rows())
                .as("a surrogate, for which the JDK has one and the WHATWG three")
                .isEqualTo("\ufffd\ufffd\ufffd");
    }

    @Test
    void drawsLinesWithDecsGraphics() {
        assertThat(Typed.on(9, 1).write(ESC + "(0lqk" + ESC + "(Blqk").rows()).isEqualTo("┌─┐lqk");
        assertThat(Typed.on(9, 1).write(ESC + ")0a\u000eq\u000fq").rows()).isEqualTo("a─q");
        assertThat(Typed.on(9, 1).write(ESC + "*0" + ESC + "Nqq").rows())
                .as("single shift")
                .isEqualTo("─q");
        assertThat(Typed.on(9, 1).write(ESC + "+0" + ESC + "oqq").rows())
                .as("locking shift")
                .isEqualTo("──");
        assertThat(Typed.on(9, 1).write(ESC + "(A#" + ESC + "(B#").rows()).isEqualTo("£#");
    }

    @Test
    void repeatsACharacterWithItsMarks() {
        assertThat(Typed.on(9, 1).write("e\u0301" + CSI + "2b").rows())
                .isEqualTo("e\u0301e\u0301e\u0301");
        assertThat(Typed.on(9, 1).write("漢" + CSI + "2b").rows()).isEqualTo("漢漢漢");
        assertThat(Typed.on(9, 1).write("a\r" + CSI + "2b").rows())
                .as("only right after it")
                .isEqualTo("a");
    }

    @Test
    void theTableKnowsItsUnicode() {
        assertThat(CharacterTable.width('a')).isEqualTo(1);
        assertThat(CharacterTable.width(0x1F600)).as("emoji").isEqualTo(2);
        assertThat(CharacterTable.width(0x1FAE9)).as("an emoji of Unicode 16").isEqualTo(2);
        assertThat(CharacterTable.width(0x3000)).as("ideographic space").isEqualTo(2);
        assertThat(CharacterTable.width(0xFF71)).as("half-width katakana").isEqualTo(1);
        assertThat(CharacterTable.width(0xAD)).as("soft hyphen").isEqualTo(1);
        assertThat(CharacterTable.width(0x2500)).as("ambiguous").isEqualTo(1);
        assertThat(CharacterTable.width(0xE000)).as("private use").isEqualTo(1);
        assertThat(CharacterTable.width(0x10FFFF)).isEqualTo(1);
        for (int c = 0x300; c <= Character.MAX_CODE_POINT; c++) {
            int type = Character.getType(c);
            if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
                assertThat(CharacterTable.width(c)).as("U+%04X", c).isZero();
            } else if (Character.isEmojiPresentation(c) && !Clusters.isRegional(c)) {
                assertThat(CharacterTable.width(c)).as("U+%04X", c).isEqualTo(2);
            }
        }
    }
}
