package dev.sallyport.model.control;

import java.util.List;

/// The live sessions that somebody may see, the oldest first.
///
/// @param sessions at most 1,000
/// @param more how many more there are
public record SessionList(List<SessionSummary> sessions, int more) {
    public SessionList {
        sessions = List.copyOf(sessions);
    }
}
