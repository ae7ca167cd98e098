package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.Typed.CSI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What a resize does to lines and cursor.
final class ResizeTest {

    @Test
    void wrappedLinesAreWrappedAnew() {
        Typed typed = Typed.on(6, 4).write("abcdefghij\r\n$ ");
        assertThat(typed.rows()).isEqualTo("abcdef\nghij\n$ \n");
        assertThat(typed.resize(12, 4).rows()).isEqualTo("abcdefghij\n$ \n\n");
        assertThat(typed.cursor()).isEqualTo("1,2");
        assertThat(typed.resize(4, 4).rows()).isEqualTo("abcd\nefgh\nij\n$ ");
        assertThat(typed.cursor()).isEqualTo("3,2");
    }

    @Test
    void wideCharactersAreNotHalvedByTheNewWidth() {
        Typed typed = Typed.on(6, 4).write("漢字漢字x\r\n$");
        assertThat(typed.resize(5, 4).rows()).isEqualTo("漢字\n漢字x\n$\n");
        assertThat(typed.resize(9, 4).rows()).isEqualTo("漢字漢字x\n$\n\n");
    }

    @Test
    void theLineWithTheCursorIsLeftToItsProgram() {
        assertThat(Typed.on(8, 2).write("$ abcdef").resize(5, 2).rows()).isEqualTo("$ abc\n");
    }

    @Test
    void linesBelowTheCursorDoNotMoveIt() {
        Typed typed = Typed.on(8, 4).write("a\r\n\r\nabcdefg" + CSI + "1;2H");
        assertThat(typed.resize(4, 4).cursor()).isEqualTo("0,1");
        assertThat(typed.rows()).isEqualTo("a\n\nabcd\nefg");
    }

    @Test
    void aSmallerScreenPushesLinesIntoTheScrollbackAndALargerOneTakesThemBack() {
        Typed typed = Typed.on(5, 4).write("1\r\n2\r\n3\r\n4");
        assertThat(typed.resize(5, 2).rows()).isEqualTo("3\n4");
        assertThat(typed.screen().scrollback()).isEqualTo(2);
        assertThat(typed.resize(5, 4).rows()).isEqualTo("1\n2\n3\n4");
        assertThat(typed.cursor()).isEqualTo("3,1");
    }

    @Test
    void theAlternateScreenIsCutAndFilled() {
        Typed typed =
                Typed.on(6, 3)
                        .write(
                                "normal text\r\n"
                                        + CSI
                                        + "?1049h"
                                        + CSI
                                        + "Habcdef"
                                        + CSI
                                        + "3;1Hx");
        assertThat(typed.resize(4, 2).rows()).isEqualTo("\nx");
        assertThat(typed.resize(8, 3).rows()).isEqualTo("\nx\n");
        assertThat(typed.write(CSI + "?1049l").screen().text()).isEqualTo("normal text");
    }

    @Test
    void marginsGoBackToTheEdges() {
        Typed typed = Typed.on(5, 5).write(CSI + "2;3r").resize(5, 4).write(CSI + "4;1Ha\nb");
        assertThat(typed.screen().scrollback()).isEqualTo(1);
    }

    @Test
    void sizesAreBounded() {
        assertThat(Size.nearest(0, -5)).isEqualTo(new Size(2, 1));
        assertThat(Size.nearest(70_000, 70_000))
                .isEqualTo(new Size(Size.COLUMNS_MAX, Size.ROWS_MAX));
        assertThatThrownBy(() -> new Size(3000, 24))
                .hasMessage("columns: 3000 (expected: 2 to 1024)");
    }
}
