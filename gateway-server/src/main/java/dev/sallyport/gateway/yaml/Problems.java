package dev.sallyport.gateway.yaml;

import java.util.List;
import java.util.TreeSet;

/// Gathers the problems of one file, so that all of them are told at once.
public final class Problems {
    /// More than anybody reads; a file that is not of our kind at all must not fill the memory with complaints.
    static final int PROBLEMS_MAX = 200;

    private final String file;
    private final TreeSet<Problem> problems = new TreeSet<>();

    /// @param file how messages name the file
    public Problems(String file) {
        this.file = file;
    }

    /// Adds a problem; beyond 200 they are dropped.
    public void add(Spot spot, String message) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new Problem(file, spot, message));
        }
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /// In the order of the file, each once.
    public List<Problem> all() {
        return List.copyOf(problems);
    }
}
