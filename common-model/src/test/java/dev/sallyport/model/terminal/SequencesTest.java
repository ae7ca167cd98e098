package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.Typed.CSI;
import static dev.sallyport.model.terminal.Typed.ESC;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What the sequences do where the recordings do not show it, or where xterm.js does otherwise than DEC.
final class SequencesTest {
    private static final String FIVE = "1\r\n2\r\n3\r\n4\r\n5";

    @Test
    void erasingToTheEndWithAWrapPendingClearsNothing() {
        assertThat(Typed.on(3, 2).write("abc" + CSI + "K").rows()).isEqualTo("abc\n");
        assertThat(Typed.on(3, 2).write("abc" + CSI + "J").rows()).isEqualTo("abc\n");
        assertThat(Typed.on(3, 2).write("abc" + CSI + "1K").rows()).isEqualTo("\n");
    }

    @Test
    void erasingLeavesTheBackgroundAndNothingElse() {
        Typed typed = Typed.on(3, 2).write(CSI + "1;4;31;44m" + CSI + "2J");
        assertThat(typed.style(1, 2).background()).isEqualTo(new Colour.Indexed(4));
        assertThat(typed.style(1, 2).foreground()).isEqualTo(new Colour.Default());
        assertThat(typed.style(1, 2).attributes()).isEmpty();
        assertThat(typed.style(1, 2).underline()).isEqualTo(Underline.NONE);
    }

    @Test
    void protectedCharactersOutliveSelectiveErasing() {
        String text = "a" + CSI + "1\"qb" + CSI + "0m" + CSI + "2\"qc";
        assertThat(Typed.on(5, 1).write(text + CSI + "?2J").rows()).isEqualTo(" b");
        assertThat(Typed.on(5, 1).write(text + CSI + "?2K").rows()).isEqualTo(" b");
        assertThat(Typed.on(5, 1).write(text + CSI + "2J").rows()).isEmpty();
    }

    @Test
    void scrollsBetweenTheMargins() {
        String region = FIVE + CSI + "2;4r";
        assertThat(Typed.on(3, 5).write(region + CSI + "4H\n").rows()).isEqualTo("1\n3\n4\n\n5");
        assertThat(Typed.on(3, 5).write(region + CSI + "2H" + ESC + "M").rows())
                .isEqualTo("1\n\n2\n3\n5");
        assertThat(Typed.on(3, 5).write(region + CSI + "2S").rows()).isEqualTo("1\n4\n\n\n5");
        assertThat(Typed.on(3, 5).write(region + CSI + "2T").rows()).isEqualTo("1\n\n\n2\n5");
        assertThat(Typed.on(3, 5).write(region + CSI + "3H" + CSI + "L").rows())
                .isEqualTo("1\n2\n\n3\n5");
        assertThat(Typed.on(3, 5).write(region + CSI + "3H" + CSI + "9M").rows())
                .isEqualTo("1\n2\n\n\n5");
        assertThat(Typed.on(3, 5).write(region + CSI + "5H\n\n").rows())
                .as("below them nothing")
                .isEqualTo(FIVE.replace("\r", ""));
    }

    @Test
    void onlyWhatLeavesTheTopOfTheScreenGoesIntoTheScrollback() {
        Typed typed = Typed.on(3, 3).write(FIVE);
        assertThat(typed.screen().scrollback()).isEqualTo(2);
        assertThat(typed.line(-2).text() + typed.line(-1).text()).isEqualTo("12");
        typed.write(CSI + "2;3r" + CSI + "3H\n" + CSI + "S");
        assertThat(typed.screen().scrollback()).isEqualTo(2);
        typed.write(CSI + "3J");
        assertThat(typed.screen().scrollback()).isZero();
        assertThat(typed.rows()).isEqualTo("3\n\n");
    }

    @Test
    void theScrollbackIsBounded() {
        Terminal terminal = new Terminal(new Size(10, 2), 3);
        terminal.feed("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7".getBytes(StandardCharsets.UTF_8));
        assertThat(terminal.screen().scrollback()).isEqualTo(3);
        assertThat(terminal.screen().allText()).isEqualTo("3\n4\n5\n6\n7");
    }

    @Test
    void originModeCountsFromTheMargins() {
        Typed typed = Typed.on(5, 5).write(CSI + "2;4r" + CSI + "?6h");
        assertThat(typed.cursor()).isEqualTo("1,0");
        assertThat(typed.write(CSI + "2;2H").cursor()).isEqualTo("2,1");
        assertThat(typed.write(CSI + "9;9H").cursor()).isEqualTo("3,4");
        assertThat(typed.write(CSI + "A").cursor()).as("steps are steps").isEqualTo("2,4");
        assertThat(typed.write(CSI + "d").cursor()).isEqualTo("1,4");
        assertThat(typed.write(CSI + "?6l").cursor()).isEqualTo("0,0");
    }

    @Test
    void leftAndRightMarginsHoldTextAndScrolling() {
        String margins = CSI + "?69h" + CSI + "2;4s";
        assertThat(Typed.on(6, 2).write(margins + CSI + "1;2Habcde").rows()).isEqualTo(" abc\n de");
        String filled = "abcdef\r\nghijkl\r\nmnopqr" + margins;
        assertThat(Typed.on(6, 3).write(filled + CSI + "3;2H\n").rows())
                .isEqualTo("ahijef\ngnopkl\nm   qr");
        assertThat(Typed.on(6, 3).write(filled + CSI + "1;2H" + CSI + "L").rows())
                .isEqualTo("a   ef\ngbcdkl\nmhijqr");
        assertThat(Typed.on(6, 3).write(filled + CSI + "1;2H" + CSI + "@").rows())
                .isEqualTo("a bcef\nghijkl\nmnopqr");
        assertThat(Typed.on(6, 3).write(filled + CSI + "1;2H" + CSI + "P").rows())
                .isEqualTo("acd ef\nghijkl\nmnopqr");
        assertThat(Typed.on(6, 3).write(filled + CSI + "2;3H\r").cursor()).isEqualTo("1,1");
        assertThat(Typed.on(6, 3).write(filled + CSI + "3;6H\nx").rows())
                .as("outside nothing moves")
                .isEqualTo("abcdef\nghijkl\nmnopqx");
        assertThat(Typed.on(6, 3).write(filled + CSI + "?69l" + CSI + "3;1H\n").rows())
                .isEqualTo("ghijkl\nmnopqr\n");
        assertThat(Typed.on(6, 1).write("漢字か" + margins + CSI + "1;2H" + CSI + "@").rows())
                .as("no halves")
                .isEqualTo("     か".substring(1));
    }

    @Test
    void withoutTheModeTheSameSequenceSavesTheCursor() {
        assertThat(Typed.on(6, 3).write("ab" + CSI + "s\r\nx" + CSI + "u").cursor())
                .isEqualTo("0,2");
    }

    @Test
    void tabStopsAreSetAndCleared() {
        assertThat(Typed.on(20, 1).write("\t").cursor()).isEqualTo("0,8");
        assertThat(Typed.on(20, 1).write("\t\t\t").cursor()).isEqualTo("0,19");
        assertThat(Typed.on(20, 1).write("abc" + ESC + "H\r\t").cursor()).isEqualTo("0,3");
        assertThat(Typed.on(20, 1).write("\t" + CSI + "g\r\t").cursor()).isEqualTo("0,16");
        assertThat(Typed.on(20, 1).write(CSI + "3g\t").cursor()).isEqualTo("0,19");
        assertThat(Typed.on(20, 1).write(CSI + "2I" + CSI + "Z").cursor()).isEqualTo("0,8");
    }

    @Test
    void reverseWrapGoesBackOverWrappedLines() {
        assertThat(Typed.on(3, 2).write(CSI + "?45habcd\b\b").cursor()).isEqualTo("0,2");
        assertThat(Typed.on(3, 2).write("abcd\b\b").cursor()).isEqualTo("1,0");
    }

    @Test
    void insertModePushesTheRestToTheRight() {
        assertThat(Typed.on(5, 1).write("abcd\r" + CSI + "4hXY" + CSI + "4lZ").rows())
                .isEqualTo("XYZbc");
    }

    @Test
    void theAlternateScreenLeavesTheNormalOneAsItWas() {
        Typed typed = Typed.on(6, 2).write("shell" + CSI + "?1049h");
        assertThat(typed.screen().alternate()).isTrue();
        assertThat(typed.rows()).isEqualTo("\n");
        typed.write("vim\n\n\n\n");
        assertThat(typed.screen().scrollback()).isZero();
        typed.write(CSI + "?1049l");
        assertThat(typed.rows()).isEqualTo("shell\n");
        assertThat(typed.cursor()).isEqualTo("0,5");
        assertThat(typed.write(CSI + "?1049h").rows()).as("begun anew").isEqualTo("\n");
    }

    @Test
    void theSavedCursorComesBackWithStyleAndCharacterSet() {
        Typed typed =
                Typed.on(9, 2)
                        .write(
                                ESC + "(0" + CSI + "1m" + ESC + "7" + ESC + "(B" + CSI + "m\r\nx"
                                        + ESC + "8q");
        assertThat(typed.rows()).isEqualTo("─\nx");
        assertThat(typed.style(0, 0).has(Attribute.BOLD)).isTrue();
        assertThat(Typed.on(9, 2).write("abc" + ESC + "8").cursor())
                .as("home if none was")
                .isEqualTo("0,0");
    }

    @Test
    void resets() {
        String all =
                CSI
                        + "?1;6;45h"
                        + CSI
                        + "4h"
                        + CSI
                        + "?7l"
                        + CSI
                        + "?25l"
                        + CSI
                        + "1;31m"
                        + CSI
                        + "1;2r"
                        + CSI
                        + "?2004h";
        Typed soft = Typed.on(5, 3).write("abc\n" + all + CSI + "!p");
        assertThat(soft.rows()).startsWith("abc");
        assertThat(soft.screen().on(Mode.ORIGIN) || soft.screen().on(Mode.INSERT)).isFalse();
        assertThat(soft.screen().on(Mode.AUTOWRAP) && soft.screen().on(Mode.CURSOR_VISIBLE))
                .isTrue();
        assertThat(soft.screen().on(Mode.BRACKETED_PASTE)).isTrue();
        Typed hard = Typed.on(5, 3).write("1\n2\n3\n4" + all + CSI + "?1049h" + ESC + "c");
        assertThat(hard.terminal.keyframe()).isEqualTo(Typed.on(5, 3).terminal.keyframe());
    }

    @Test
    void alignmentPatternFillsTheScreen() {
        assertThat(Typed.on(3, 2).write(CSI + "31m" + ESC + "#8").rows()).isEqualTo("EEE\nEEE");
    }

    @Test
    void stylesInAllTheirForms() {
        assertStyle("38;5;200", new Colour.Indexed(200));
        assertStyle("38:5:200", new Colour.Indexed(200));
        assertStyle("38;2;1;2;3", new Colour.Rgb(0x010203));
        assertStyle("38:2:1:2:3", new Colour.Rgb(0x010203));
        assertStyle("38:2::1:2:3", new Colour.Rgb(0x010203));
        assertStyle("38:2:0:1:2:3:0:0", new Colour.Rgb(0x010203));
        assertStyle("91", new Colour.Indexed(9));
        assertStyle("31;39", new Colour.Default());
        assertStyle("31;38;5", new Colour.Indexed(1));
        assertStyle("31;38;2;1", new Colour.Indexed(1));
        assertStyle("38;5;1;32", new Colour.Indexed(2));
        Style style = Typed.on(3, 1).write(CSI + "4:3;58:2::9:8:7;1;2;3;5;7;8;9;53mx").style(0, 0);
        assertThat(style.underline()).isEqualTo(Underline.CURLY);
        assertThat(style.underlineColour()).isEqualTo(new Colour.Rgb(0x090807));
        assertThat(style.attributes()).containsExactlyInAnyOrder(Attribute.values());
        String off = CSI + "1;2;3;4;5;7;8;9;53;22;23;24;25;27;28;29;55;59mx";
        assertThat(Typed.on(3, 1).write(off).style(0, 0)).isEqualTo(Style.PLAIN);
        assertThat(Typed.on(3, 1).write(CSI + "21mx").style(0, 0).underline())
                .isEqualTo(Underline.DOUBLE);
        assertThat(Typed.on(3, 1).write(CSI + "4;4:0mx").style(0, 0).underline())
                .isEqualTo(Underline.NONE);
        assertThat(Typed.on(3, 1).write(CSI + ">4;2mx").style(0, 0))
                .as("no SGR")
                .isEqualTo(Style.PLAIN);
    }

    private static void assertStyle(String parameters, Colour foreground) {
        assertThat(Typed.on(3, 1).write(CSI + parameters + "mx").style(0, 0).foreground())
                .as(parameters)
                .isEqualTo(foreground);
    }

    @Test
    void titlesAreKeptAndBroughtBack() {
        Typed typed =
                Typed.on(3, 1)
                        .write(
                                ESC
                                        + "]0;first\u0007"
                                        + CSI
                                        + "22;0t"
                                        + ESC
                                        + "]2;second"
                                        + ESC
                                        + "\\");
        assertThat(typed.screen().title()).isEqualTo("second");
        assertThat(typed.screen().iconTitle()).isEqualTo("first");
        assertThat(typed.write(CSI + "23;0t").screen().title()).isEqualTo("first");
        assertThat(Typed.on(3, 1).write(ESC + "]2;" + "x".repeat(3000) + "\u0007").screen().title())
                .hasSize(Titles.LENGTH_MAX);
    }

    @Test
    void coloursOfThePaletteAreChangedAndReset() {
        Typed typed =
                Typed.on(3, 1)
                        .write(
                                ESC
                                        + "]4;1;rgb:ff/80/00;2;#123456\u0007"
                                        + ESC
                                        + "]10;#fff\u0007"
                                        + ESC
                                        + "]11;rgb:0000/8000/ffff\u0007");
        assertThat(typed.screen().paletteColour(1)).isEqualTo(OptionalInt.of(0xFF8000));
        assertThat(typed.screen().paletteColour(2)).isEqualTo(OptionalInt.of(0x123456));
        assertThat(typed.screen().defaultForeground()).isEqualTo(OptionalInt.of(0xF0F0F0));
        assertThat(typed.screen().defaultBackground()).isEqualTo(OptionalInt.of(0x0080FF));
        typed.write(
                ESC
                        + "]104;1\u0007"
                        + ESC
                        + "]110\u0007"
                        + ESC
                        + "]4;300;#fff;x;#fff;3;?;4;red\u0007");
        assertThat(typed.screen().paletteColour(1)).isEmpty();
        assertThat(typed.screen().paletteColour(2)).isPresent();
        assertThat(typed.screen().defaultForeground()).isEmpty();
        assertThat(typed.write(ESC + "]104\u0007").screen().paletteColour(2)).isEmpty();
    }

    @Test
    void linksAreKeptAsText() {
        Typed typed =
                Typed.on(9, 1)
                        .write(
                                ESC
                                        + "]8;id=1;http://example.com/a;b\u0007ab"
                                        + ESC
                                        + "]8;;\u0007c");
        assertThat(typed.screen().link(0, 1)).contains("http://example.com/a;b");
        assertThat(typed.screen().link(0, 2)).isEqualTo(Optional.empty());
        for (int i = 0; i < Links.KEPT_MAX; i++) {
            typed.write(ESC + "]8;;http://example.com/" + i + "\u0007");
        }
        assertThat(typed.screen().link(0, 1)).as("forgotten after so many others").isEmpty();
    }

    @Test
    void stringsThatAreNotRunAreNotShown() {
        for (String swallowed :
                new String[] {
                    "]52;c;c2VjcmV0\u0007",
                    "Pq#0~漢" + ESC + "\\",
                    "_Gf=100;漢" + ESC + "\\",
                    "^x" + ESC + "\\",
                    "Xx\u009c",
                    "]777;x\u0007",
                    "]2;cut" + "\u0018"
                }) {
            Typed typed = Typed.on(9, 1).write("a" + ESC + swallowed + "b");
            assertThat(typed.rows()).as(swallowed).isEqualTo("ab");
            assertThat(typed.screen().title()).isEmpty();
        }
    }

    @Test
    void questionsChangeNothing() {
        Typed typed = Typed.on(9, 1).write("a");
        Keyframe before = Typed.on(9, 1).write("a\u0000").terminal.keyframe();
        typed.write(
                CSI
                        + "c"
                        + CSI
                        + ">c"
                        + CSI
                        + "6n"
                        + CSI
                        + "?6n"
                        + CSI
                        + "?2004$p"
                        + CSI
                        + "18t"
                        + ESC
                        + "P$qm"
                        + ESC
                        + "\\"
                        + ESC
                        + "]10;?\u0007"
                        + ESC
                        + "Z"
                        + CSI
                        + "?u"
                        + CSI
                        + "21t");
        assertThat(typed.terminal.keyframe()).isEqualTo(before);
    }

    @Test
    void theCursorHasAShape() {
        assertThat(Typed.on(3, 1).write(CSI + "5 q").screen().cursor().shape())
                .isEqualTo(CursorShape.BAR);
        assertThat(Typed.on(3, 1).write(CSI + "5 q").screen().on(Mode.CURSOR_BLINK)).isTrue();
        assertThat(Typed.on(3, 1).write(CSI + "4 q").screen().cursor().shape())
                .isEqualTo(CursorShape.UNDERLINE);
        assertThat(Typed.on(3, 1).write(CSI + "5 q" + CSI + " q").screen().cursor().shape())
                .isEqualTo(CursorShape.BLOCK);
    }

    @Test
    void controlsWithinASequenceAreObeyedAndCanEndsIt() {
        assertThat(Typed.on(9, 2).write("ab" + ESC + "[\r2Cx").rows()).isEqualTo("abx\n");
        assertThat(Typed.on(9, 2).write("ab" + ESC + "[2\u0018Cx").rows()).isEqualTo("abCx\n");
        assertThat(Typed.on(9, 2).write("ab\u009b2Dx").rows()).as("C1").isEqualTo("xb\n");
        assertThat(
                        Typed.on(9, 2)
                                .write("ab" + ESC + "[1;2;3zx" + ESC + "[1 2mx" + ESC + "[<1Jx")
                                .rows())
                .as("unknown")
                .isEqualTo("abxxx\n");
    }
}
