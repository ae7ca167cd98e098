package dev.sallyport.gateway.yaml;

import java.util.Comparator;

/// One mistake in a file: where it stands, what was found and what was expected.
///
/// @param file as the person named it
/// @param message one line
public record Problem(String file, Spot spot, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file)
                    .thenComparingInt(problem -> problem.spot.line())
                    .thenComparingInt(problem -> problem.spot.column())
                    .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /// `policy.yaml:4:12: error: …`, the form that editors and CI systems turn into a link.
    @Override
    public String toString() {
        return file + ":" + spot.line() + ":" + spot.column() + ": error: " + message;
    }
}
