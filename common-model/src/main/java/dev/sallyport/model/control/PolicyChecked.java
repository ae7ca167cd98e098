package dev.sallyport.model.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a gateway found a policy to be.
///
/// @param sha256 of its text; null where it is no policy at all
/// @param tests how many tests it has
/// @param problems in the order of the text, tests that do not hold among them; empty where it could be activated
public record PolicyChecked(@Nullable String sha256, int tests, List<PolicyProblem> problems) {
    public PolicyChecked {
        problems = List.copyOf(problems);
    }

    /// One mistake.
    ///
    /// @param line from 1
    /// @param column from 1
    /// @param message what was found, and what was expected
    public record PolicyProblem(int line, int column, String message) {}
}
