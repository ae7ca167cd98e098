package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
    private static String of(int... codePoints) {
        return new String(codePoints, 0, codePoints.length);
    }

    @ParameterizedTest
    @CsvSource({
        "1b, <U+001B>",
        "0, <U+0000>",
        "7, <U+0007>",
        "8, <U+0008>",
        "7f, <U+007F>",
        "9b, <U+009B>",
        "85, <U+0085>",
        "ad, <U+00AD>",
        "200b, <U+200B>",
        "202e, <U+202E>",
        "2066, <U+2066>",
        "2028, <U+2028>",
        "feff, <U+FEFF>",
        "e0041, <U+E0041>",
        "d800, <U+D800>",
        "a0, <U+00A0>",
        "3000, <U+3000>"
    })
    void whatIsNotVisibleAsItselfIsSpelled(String codePoint, String spelled) {
        assertThat(Plain.line("a" + of(Integer.parseInt(codePoint, 16)) + "b"))
                .isEqualTo("a" + spelled + "b");
    }

    @Test
    void lettersOfAllScriptsStay() {
        String text = "SELECT 'Zoë', 'Ω', '数据', '😀' -- ünïcode";
        assertThat(Plain.line(text)).isEqualTo(text);
        assertThat(Plain.lines(text)).containsExactly(text);
    }

    @Test
    void aLineIsALine() {
        assertThat(Plain.line("a\nb\r\nc\td")).isEqualTo("a\\nb\\r\\nc\\td");
        assertThat(Plain.lines("a\r\nb\n\tc")).containsExactly("a", "b", "    c");
    }

    @Test
    void whatDoesNotFitIsCutBetweenCharacters() {
        assertThat(Plain.line("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Plain.line("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(Plain.line("😀😀😀", 2)).isEqualTo("😀…");
    }

    @Test
    void nothingATerminalObeysComesThrough() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.appendCodePoint(random.nextInt(0x300));
        }
        assertThat(Plain.line(text.toString()).chars().anyMatch(Character::isISOControl))
                .as("seed %d", seed)
                .isFalse();
        assertThat(Plain.lines(text.toString()))
                .as("seed %d", seed)
                .allSatisfy(line ->
                        assertThat(line.chars().anyMatch(Character::isISOControl)).isFalse());
    }
}
