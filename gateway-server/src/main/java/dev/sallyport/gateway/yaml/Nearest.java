package dev.sallyport.gateway.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses which word somebody meant, for the end of an error message.
public final class Nearest {
    /// Words beyond this length are no typo of a keyword, and comparing takes their length squared.
    private static final int WORD_LENGTH_MAX = 100;

    private Nearest() {}

    /// `; did you mean 'read'?`, or nothing where no word is near.
    public static String hint(String word, Collection<String> words) {
        return of(word, words).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /// The nearest of the words, if it is off by no more than a third of its letters.
    public static Optional<String> of(String word, Collection<String> words) {
        if (word.length() > WORD_LENGTH_MAX) {
            return Optional.empty();
        }
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : words) {
            int distance =
                    distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        int allowed = Math.max(1, Math.min(best.length(), word.length()) / 3);
        return bestDistance <= allowed ? Optional.of(best) : Optional.empty();
    }

    /// How many letters must be inserted, dropped, replaced or swapped with their neighbour (optimal string alignment).
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
