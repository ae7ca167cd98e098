package dev.sallyport.gateway.session;

import dev.sallyport.gateway.gate.Gate;
import dev.sallyport.gateway.identity.SignIn;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.protocol.Claim;
import dev.sallyport.gateway.protocol.Door;
import dev.sallyport.gateway.protocol.LoginPrompts;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.recording.AuditTrail;
import dev.sallyport.gateway.recording.Journal;
import dev.sallyport.gateway.recording.Recording;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.policy.Limits.Bound;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.target.TargetName;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one login sequence, the same for every protocol: who are you, may you go there, is it being recorded; only then
/// a session. Nothing is dialled before.
///
/// Tokens, files and the network are looked at on a virtual thread; the answer comes back to the connection's loop.
public final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final SignIn signIn;
    private final Targets targets;
    private final Gate.Means means;
    private final Journal journal;
    private final AuditTrail audit;
    private final Sessions sessions;
    private final Limits limits;
    private final CancelKeys cancelKeys = new CancelKeys();
    private final Seats seats = new Seats();

    /// @param sessionsMax sessions at once
    /// @param rowBytesRecordedMax bytes of a statement's rows that are recorded; further rows are counted
    /// @param idleMinutes a session that asks nothing for so long is ended; 0 for never
    public record Limits(int sessionsMax, int rowBytesRecordedMax, int idleMinutes) {}

    public Reception(
            SignIn signIn,
            Targets targets,
            Gate.Means means,
            Journal journal,
            AuditTrail audit,
            Sessions sessions,
            Limits limits) {
        this.signIn = signIn;
        this.targets = targets;
        this.means = means;
        this.journal = journal;
        this.audit = audit;
        this.sessions = sessions;
        this.limits = limits;
    }

    /// The door for one connection.
    public Door door(Connection connection) {
        return new Door() {
            @Override
            public void admit(Claim claim, LoginPrompts prompts) {
                Thread.ofVirtual()
                        .name("login ", 0)
                        .start(() -> consider(claim, connection, prompts));
            }

            @Override
            public CancelKey newCancelKey(Session session, int bytes) {
                return cancelKeys.make(session.id(), bytes, connection);
            }

            @Override
            public void cancel(int processId, ByteBuffer key) {
                cancelKeys.cancel(processId, key);
            }
        };
    }

    private void consider(Claim claim, Connection connection, LoginPrompts prompts) {
        try {
            switch (judge(claim)) {
                case Verdict.Admitted admitted ->
                        connection.loop().execute(() -> open(claim, admitted, connection, prompts));
                case Verdict.Turned turned -> turnAway(claim, turned, connection, prompts);
            }
        } catch (Exception e) {
            failed(e, claim, connection, prompts);
        }
    }

    /// Waits for a receipt: not on the loop.
    private void turnAway(
            Claim claim, Verdict.Turned turned, Connection connection, LoginPrompts prompts) {
        try {
            audit.record(
                    new Event.Noted(
                            "login-refused",
                            facts(claim, turned.who(), Map.of("detail", turned.detail()))));
            connection.loop().execute(() -> prompts.refused(turned.refusal()));
        } catch (Exception e) {
            failed(e, claim, connection, prompts);
        }
    }

    private static void failed(
            Exception e, Claim claim, Connection connection, LoginPrompts prompts) {
        LOG.error("login from {} failed", claim.from(), e);
        Refusal refusal =
                new Refusal(
                        Refusal.Kind.NOT_RECORDED,
                        "the gateway cannot take sessions at the moment",
                        "its log says why; try again later");
        connection.loop().execute(() -> prompts.refused(refusal));
    }

    private static Verdict.Turned tooMany(Verdict.Admitted admitted, Bound sessionsMax) {
        return new Verdict.Turned(
                new Refusal(
                        Refusal.Kind.LIMIT,
                        "refused by limit "
                                + sessionsMax.by()
                                + ": you have "
                                + sessionsMax.max()
                                + (sessionsMax.max() == 1 ? " session" : " sessions")
                                + " at this target already",
                        "end one of them first; ./sallyport sessions list shows yours"),
                "limit " + sessionsMax.by() + ": sessions " + sessionsMax.max(),
                admitted.who());
    }

    private sealed interface Verdict {
        record Admitted(Identity who, String with, OpenTarget target) implements Verdict {}

        record Turned(Refusal refusal, String detail, @Nullable Identity who) implements Verdict {}
    }

    private Verdict judge(Claim claim) {
        TargetName name;
        try {
            name = new TargetName(claim.target());
        } catch (IllegalArgumentException e) {
            return notAdmitted(claim, String.valueOf(e.getMessage()), null);
        }
        return switch (signIn.identify(claim.secret(), name)) {
            case SignIn.Result.Unknown(Refusal refusal, String detail) ->
                    new Verdict.Turned(refusal, detail, null);
            case SignIn.Result.Known(Identity identity, String with) ->
                    judge(claim, name, identity, with);
        };
    }

    private Verdict judge(Claim claim, TargetName name, Identity identity, String with) {
        Policy policy = means.policy().get();
        Identity who = identity.withRoles(policy.rolesOf(identity));
        Targets.Entry entry = targets.find(name);
        if (entry == null || !entry.target().protocol().equals(claim.protocol())) {
            return notAdmitted(claim, "no such target", who);
        }
        if (!policy.admits(who, entry.target())) {
            return notAdmitted(claim, "no rule admits roles " + who.roles(), who);
        }
        if (sessions.count() >= limits.sessionsMax()) {
            return new Verdict.Turned(
                    new Refusal(
                            Refusal.Kind.LIMIT, "too many sessions are open", "try again later"),
                    "sessions: " + limits.sessionsMax(),
                    who);
        }
        try {
            return new Verdict.Admitted(who, with, entry.open().open());
        } catch (Exception e) {
            LOG.error("credential for {} cannot be had: {}", name, e.getMessage());
            return new Verdict.Turned(
                    new Refusal(
                            Refusal.Kind.TARGET_UNAVAILABLE,
                            "the gateway has no usable credential for " + name,
                            "tell its administrator; the gateway's log says more"),
                    String.valueOf(e.getMessage()),
                    who);
        }
    }

    /// Told to everybody who may not pass, whether the target exists or not: names of targets are not given away.
    private static Verdict notAdmitted(Claim claim, String detail, @Nullable Identity who) {
        return new Verdict.Turned(
                new Refusal(
                        Refusal.Kind.NOT_ADMITTED,
                        "no rule of the policy lets you reach the target \""
                                + claim.target()
                                + "\", or there is no such target",
                        "the user name names the target; ask who keeps the policy for access"),
                detail,
                who);
    }

    /// On the loop: nobody is told that they are in before the recording's first record has its receipt.
    private void open(
            Claim claim, Verdict.Admitted admitted, Connection connection, LoginPrompts prompts) {
        SessionId id = SessionId.at(means.clock().millis());
        Policy policy = means.policy().get();
        OpenTarget target = admitted.target();
        TargetName name = target.target().name();
        Bound sessionsMax = policy.sessions(admitted.who(), target.target());
        if (!seats.take(admitted.who(), name, sessionsMax.max())) {
            Thread.ofVirtual()
                    .name("login ", 0)
                    .start(() ->
                            turnAway(claim, tooMany(admitted, sessionsMax), connection, prompts));
            return;
        }
        Map<String, String> facts =
                facts(
                        claim,
                        admitted.who(),
                        Map.of(
                                "session", id.value(),
                                "signed-in-with", admitted.with(),
                                "policy.version", policy.version(),
                                "started", means.clock().instant().toString()));
        Recording recording;
        try {
            recording =
                    journal.open(
                            id,
                            new Event.Opened("session", facts),
                            connection.loop(),
                            failure -> connection.shut(Reason.JOURNAL_FAILED));
        } catch (RuntimeException e) {
            LOG.error("no recording, so no session", e);
            seats.leave(admitted.who(), name);
            prompts.refused(
                    new Refusal(
                            Refusal.Kind.NOT_RECORDED,
                            "the gateway cannot record, so it takes no sessions",
                            "its log says why"));
            return;
        }
        OpenSession session =
                new OpenSession(
                        new OpenSession.Opening(
                                admitted.who(),
                                target,
                                limits.rowBytesRecordedMax(),
                                address(claim.from())),
                        connection,
                        recording,
                        means,
                        sessions);
        sessions.add(id, session);
        if (limits.idleMinutes() > 0) {
            session.endWhenIdleFor(limits.idleMinutes());
        }
        connection.belongsTo((reason, detail) -> {
            cancelKeys.forget(id);
            seats.leave(admitted.who(), name);
            session.ended(reason, detail);
        });
        recording.commit(() -> {
            LOG.atInfo()
                    .addKeyValue("session", id)
                    .addKeyValue("target", target.target().name())
                    .addKeyValue("who", admitted.who())
                    .log("opened");
            prompts.admitted(session);
        });
    }

    private static Map<String, String> facts(
            Claim claim, @Nullable Identity who, Map<String, String> more) {
        Map<String, String> facts = new TreeMap<>(more);
        claim.details().forEach((name, value) -> facts.put("client." + name, value));
        facts.put("target", claim.target());
        facts.put("protocol", claim.protocol());
        facts.put("client.address", address(claim.from()));
        facts.put("client.tls", String.valueOf(claim.secure()));
        if (who != null) {
            facts.put("identity.issuer", who.issuer());
            facts.put("identity.subject", who.subject());
            facts.put("identity.name", who.name());
            facts.put("roles", String.join(",", who.roles()));
        }
        return facts;
    }

    private static String address(InetSocketAddress from) {
        return from.getAddress().getHostAddress() + ":" + from.getPort();
    }
}
