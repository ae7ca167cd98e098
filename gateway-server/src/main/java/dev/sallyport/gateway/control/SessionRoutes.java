package dev.sallyport.gateway.control;

import dev.sallyport.gateway.session.LiveSession;
import dev.sallyport.gateway.session.Sessions;
import dev.sallyport.model.control.SessionList;
import dev.sallyport.model.control.SessionSummary;
import dev.sallyport.model.identity.SessionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Live sessions: administrators see all and kill them, everybody else sees their own.
final class SessionRoutes {
    private static final int LISTED_MAX = 1_000;
    private static final int REASON_CHARS_MAX = 1_000;

    private final Sessions sessions;
    private final AuditedCalls audited;
    private final Set<String> administrators;

    SessionRoutes(Sessions sessions, AuditedCalls audited, Set<String> administrators) {
        this.sessions = sessions;
        this.audited = audited;
        this.administrators = administrators;
    }

    Reply list(Call call) {
        List<SessionSummary> visible =
                sessions.list().stream().filter(session -> maySee(call, session)).toList();
        List<SessionSummary> listed = visible.stream().limit(LISTED_MAX).toList();
        return Reply.of(200, new SessionList(listed, visible.size() - listed.size()));
    }

    Reply show(Call call) {
        return find(call)
                .map(session -> Reply.of(200, session.summary()))
                .orElseGet(() -> Reply.of(Problems.notFound("session of that id")));
    }

    Reply kill(Call call) {
        if (!call.hasAnyRoleOf(administrators)) {
            return Reply.of(Problems.notAdministrator("Killing a session"));
        }
        String reason = call.query().getOrDefault("reason", "");
        if (reason.length() > REASON_CHARS_MAX) {
            return Reply.of(
                    Problems.badRequest(
                            "reason: "
                                    + reason.length()
                                    + " characters (expected: at most "
                                    + REASON_CHARS_MAX
                                    + ")."));
        }
        Optional<LiveSession> found = find(call);
        if (found.isEmpty()) {
            return Reply.of(Problems.notFound("live session of that id"));
        }
        SessionSummary session = found.get().summary();
        Map<String, String> values =
                Map.of(
                        "session", session.id().value(),
                        "target", session.target().value(),
                        "whose.issuer", session.who().issuer(),
                        "whose.subject", session.who().subject(),
                        "reason", reason);
        return audited.then(
                call.noted("session-killed", values),
                () -> {
                    found.get().kill(call.caller().name(), reason);
                    return Reply.of(202, session);
                });
    }

    private Optional<LiveSession> find(Call call) {
        SessionId id;
        try {
            id = new SessionId(call.id());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return sessions.find(id).filter(session -> maySee(call, session.summary()));
    }

    private boolean maySee(Call call, SessionSummary session) {
        return call.hasAnyRoleOf(administrators)
                || (session.who().issuer().equals(call.caller().issuer())
                        && session.who().subject().equals(call.caller().subject()));
    }
}
