package dev.sallyport.gateway.session;

import dev.sallyport.model.control.SessionSummary;
import dev.sallyport.model.identity.SessionId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The sessions that are alive now, to be listed, found and killed.
///
/// Safe on every thread. It holds as many as are admitted; how many that may be is the door's to say.
public final class Sessions {
    private final ConcurrentMap<SessionId, LiveSession> alive = new ConcurrentHashMap<>();

    /// @throws IllegalArgumentException where a session of that id is there already
    public void add(SessionId id, LiveSession session) {
        if (alive.putIfAbsent(id, session) != null) {
            throw new IllegalArgumentException(
                    "session id: " + id + " (expected: one that is not alive yet)");
        }
    }

    /// Forgets it; does nothing where it is not there.
    public void remove(SessionId id) {
        alive.remove(id);
    }

    /// All of them, the oldest first.
    public List<SessionSummary> list() {
        return alive.values().stream()
                .map(LiveSession::summary)
                .sorted(
                        Comparator.comparing(SessionSummary::started)
                                .thenComparing(summary -> summary.id().value()))
                .toList();
    }

    public Optional<LiveSession> find(SessionId id) {
        return Optional.ofNullable(alive.get(id));
    }

    /// Tells it to end; it leaves this list when it has ended.
    ///
    /// @return whether it was there
    public boolean kill(SessionId id, String byWhom, String why) {
        LiveSession session = alive.get(id);
        if (session == null) {
            return false;
        }
        session.kill(byWhom, why);
        return true;
    }

    public int count() {
        return alive.size();
    }
}
