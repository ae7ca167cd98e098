package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Differences between two texts, in the form of `diff -u`.
class LineDiffTest {
    private static List<String> numbers(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> changed(List<String> lines, int at, String... to) {
        List<String> changed = new ArrayList<>(lines);
        changed.remove(at);
        changed.addAll(at, List.of(to));
        return changed;
    }

    @Test
    void alikeIsNothing() {
        assertThat(LineDiff.of(numbers(9), numbers(9))).isEmpty();
        assertThat(LineDiff.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void aChangeStandsBetweenThreeLinesOfEitherSide() {
        assertThat(LineDiff.of(numbers(20), changed(numbers(20), 9, "ten", "10.5")))
                .containsExactly(
                        "@@ -7,7 +7,8 @@",
                        " 7",
                        " 8",
                        " 9",
                        "-10",
                        "+ten",
                        "+10.5",
                        " 11",
                        " 12",
                        " 13");
    }

    @Test
    void changesFarApartStandApartAndNearOnesTogether() {
        List<String> twice = changed(changed(numbers(30), 4, "five"), 24, "twenty-five");
        assertThat(LineDiff.of(numbers(30), twice))
                .filteredOn(line -> line.startsWith("@@"))
                .containsExactly("@@ -2,7 +2,7 @@", "@@ -22,7 +22,7 @@");
        List<String> near = changed(changed(numbers(30), 4, "five"), 9, "ten");
        assertThat(LineDiff.of(numbers(30), near))
                .filteredOn(line -> line.startsWith("@@"))
                .containsExactly("@@ -2,12 +2,12 @@");
    }

    @Test
    void addingToNothingAndTakingAwayAll() {
        assertThat(LineDiff.of(List.of(), List.of("a"))).containsExactly("@@ -0,0 +1,1 @@", "+a");
        assertThat(LineDiff.of(List.of("a"), List.of())).containsExactly("@@ -1,1 +0,0 @@", "-a");
    }

    /// The marks alone lead from one text to the other.
    @Test
    void whatItShowsIsWhatChanged() {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<String> from = random(random);
            List<String> to = random(random);
            List<String> minus = new ArrayList<>();
            List<String> plus = new ArrayList<>();
            for (String line : LineDiff.of(from, to)) {
                if (line.startsWith("-")) {
                    minus.add(line.substring(1));
                } else if (line.startsWith("+")) {
                    plus.add(line.substring(1));
                }
            }
            List<String> kept = new ArrayList<>(from);
            minus.forEach(kept::remove);
            List<String> keptOfTo = new ArrayList<>(to);
            plus.forEach(keptOfTo::remove);
            assertThat(kept.stream().sorted())
                    .as("seed %d, round %d", seed, round)
                    .containsExactlyElementsOf(keptOfTo.stream().sorted().toList());
        }
    }

    private static List<String> random(Random random) {
        return IntStream.range(0, random.nextInt(20))
                .mapToObj(i -> String.valueOf((char) ('a' + random.nextInt(5))))
                .toList();
    }
}
