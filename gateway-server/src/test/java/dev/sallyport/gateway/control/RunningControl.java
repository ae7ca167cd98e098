package dev.sallyport.gateway.control;

import dev.sallyport.gateway.approval.ApprovalDesk;
import dev.sallyport.gateway.approval.Questions;
import dev.sallyport.gateway.identity.SignIn;
import dev.sallyport.gateway.policy.MemoryVersions;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.policy.PolicyHolder;
import dev.sallyport.gateway.policy.PolicyVersions;
import dev.sallyport.gateway.policy.Question;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.gateway.session.LiveSession;
import dev.sallyport.gateway.session.Sessions;
import dev.sallyport.model.approval.Answer;
import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.control.SessionState;
import dev.sallyport.model.control.SessionSummary;
import dev.sallyport.model.control.Who;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A control API on a free port, with people whose tokens are `token-NAME`, a policy made by hand, and all its parts in
/// reach.
public final class RunningControl implements AutoCloseable {
    public static final TargetName ORDERS = new TargetName("orders-prod");
    public static final TargetName SECRET = new TargetName("secret-prod");
    public static final Duration PASS_LIFE_MAX = Duration.ofMinutes(15);

    /// Tokens and the roles that the policy gives their owners.
    private static final Map<String, Set<String>> PEOPLE =
            Map.of(
                    "token-job-17", Set.of("pipeline"),
                    "token-selfish", Set.of("pipeline", "dba", "administrator"),
                    "token-dana", Set.of("dba"),
                    "token-emil", Set.of("dba"),
                    "token-adam", Set.of("administrator"),
                    "token-guest", Set.of());

    public final ApprovalDesk desk = new ApprovalDesk(Clock.systemUTC());

    /// What is in force at the start.
    public static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              job: {when: "claims.kind == 'job'"}
            rules:
              - {id: read, who: [job], targets: [orders], effects: [read], allow: true}
            """;

    public final Sessions sessions = new Sessions();
    public final List<Event.Noted> audited = new CopyOnWriteArrayList<>();
    public final List<Instant> passes = new CopyOnWriteArrayList<>();
    public final AtomicBoolean auditFails = new AtomicBoolean();
    public final AtomicBoolean journalFailed = new AtomicBoolean();
    public final AtomicReference<Runnable> whileAuditing = new AtomicReference<>(() -> {});
    public final AtomicReference<Runnable> whileSigningIn = new AtomicReference<>(() -> {});

    public final PolicyVersions versions;
    private final ControlServer server;
    private final InetSocketAddress bound;
    private final boolean tls;

    public RunningControl() throws IOException, InterruptedException {
        this(null);
    }

    public RunningControl(ControlSettings.@Nullable Tls tls)
            throws IOException, InterruptedException {
        this.tls = tls != null;
        versions = versions();
        server =
                new ControlServer(
                        new ControlSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                tls,
                                Set.of("administrator"),
                                PASS_LIFE_MAX),
                        new Tokens(),
                        Roles::new,
                        desk,
                        sessions,
                        this::issue,
                        this::record,
                        name ->
                                name.equals(ORDERS) || name.equals(SECRET)
                                        ? Optional.of(new Target(name, "postgres", Map.of()))
                                        : Optional.empty(),
                        versions,
                        () -> !journalFailed.get());
        bound = server.start();
    }

    /// Versions of a policy that decides nothing here.
    private static PolicyVersions versions() throws IOException {
        if (!(PolicyFile.parse("policy.yaml", POLICY)
                instanceof PolicyFile.Loaded.Ready(PolicyFile first))) {
            throw new AssertionError(PolicyFile.parse("policy.yaml", POLICY));
        }
        PolicyVersions versions =
                new PolicyVersions(
                        new PolicyHolder(first.policy()),
                        new MemoryVersions(),
                        new PolicyVersions.Means(
                                Path.of("policy.yaml"),
                                Set.of("orders"),
                                PolicyVersions.MaskKey.MISSING,
                                sql -> List.of(Action.of("SELECT", Effect.READ)),
                                Clock.systemUTC()));
        versions.begin(first);
        return versions;
    }

    public InetSocketAddress address() {
        return bound;
    }

    public URI url() {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + bound.getPort());
    }

    /// Asks a question that waits; its outcome comes by the future.
    public Asked ask(Identity who, String text, ApprovalTerms terms) {
        Approval approval = Questions.question(desk.newId(), who, text, terms, Instant.now());
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        desk.ask(
                approval,
                new ApprovalDesk.Listener() {
                    @Override
                    public void answered(Answer answer) {}

                    @Override
                    public void ended(Outcome how) {
                        outcome.complete(how);
                    }
                });
        return new Asked(approval, outcome);
    }

    public record Asked(Approval approval, CompletableFuture<Outcome> outcome) {}

    /// Adds a live session of this person.
    public FakeSession session(Identity who, SessionState state) {
        Instant now = Instant.now();
        FakeSession session =
                new FakeSession(
                        new SessionSummary(
                                SessionId.at(now.toEpochMilli()),
                                ORDERS,
                                "postgres",
                                Who.of(who),
                                Set.of("pipeline"),
                                "127.0.0.1:50000",
                                now,
                                7,
                                state,
                                null),
                        new CopyOnWriteArrayList<>());
        sessions.add(session.summary().id(), session);
        return session;
    }

    public record FakeSession(SessionSummary summary, List<String> kills) implements LiveSession {
        @Override
        public void kill(String byWhom, String why) {
            kills.add(byWhom + ": " + why);
        }
    }

    public static Identity personOf(String token) {
        String name = token.substring("token-".length());
        return Questions.person(name);
    }

    @Override
    public void close() {
        server.close();
        desk.close();
    }

    private PassIssuer.Issued issue(Identity who, TargetName target, Duration life) {
        if (!who.roles().isEmpty()) {
            throw new AssertionError("a pass keeps no roles");
        }
        Instant expires = Instant.now().plus(life);
        passes.add(expires);
        return new PassIssuer.Issued("P-1", "secret-of-" + who.name() + "-at-" + target, expires);
    }

    private void record(Event.Noted event) throws IOException {
        whileAuditing.get().run();
        if (auditFails.get()) {
            throw new IOException("the disk is full");
        }
        audited.add(event);
    }

    private final class Tokens implements SignIn {
        @Override
        public Result identify(String secret, TargetName target) {
            throw new AssertionError("the control API takes tokens only");
        }

        @Override
        public Result identifyToken(String token) {
            whileSigningIn.get().run();
            if (token.equals("token-broken")) {
                throw new IllegalStateException("on purpose");
            }
            if (!PEOPLE.containsKey(token)) {
                return new Result.Unknown(
                        new Refusal(
                                Refusal.Kind.NOT_IDENTIFIED,
                                "the token has expired",
                                "get a fresh one"),
                        "exp is an hour ago");
            }
            return new Result.Known(personOf(token), "token");
        }
    }

    private static final class Roles implements Policy {
        @Override
        public String version() {
            return "0".repeat(64);
        }

        @Override
        public Set<String> rolesOf(Identity identity) {
            return PEOPLE.getOrDefault("token-" + identity.name(), Set.of());
        }

        @Override
        public boolean admits(Identity identity, Target target) {
            return target.name().equals(ORDERS) && identity.roles().contains("pipeline");
        }

        @Override
        public boolean mayMask(Identity identity, Target target) {
            return true;
        }

        @Override
        public Decision decide(Question question) {
            return new Decision.Deny(List.of(new Grounds("<default>", "nothing is allowed here")));
        }
    }
}
