package dev.sallyport.gateway;

import dev.sallyport.gateway.approval.ApprovalDesk;
import dev.sallyport.gateway.config.GatewayConfig;
import dev.sallyport.gateway.config.TargetConfig;
import dev.sallyport.gateway.control.ControlServer;
import dev.sallyport.gateway.control.ControlSettings;
import dev.sallyport.gateway.control.PassIssuer;
import dev.sallyport.gateway.gate.Gate;
import dev.sallyport.gateway.identity.OidcSignIn;
import dev.sallyport.gateway.identity.Passes;
import dev.sallyport.gateway.identity.SignIn;
import dev.sallyport.gateway.identity.Tokens;
import dev.sallyport.gateway.masking.MaskKey;
import dev.sallyport.gateway.net.Listener;
import dev.sallyport.gateway.net.Network;
import dev.sallyport.gateway.net.ServerTls;
import dev.sallyport.gateway.policy.Activation;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.policy.PolicyHolder;
import dev.sallyport.gateway.policy.PolicyVersions;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.postgres.PostgresProtocol;
import dev.sallyport.gateway.recording.AuditTrail;
import dev.sallyport.gateway.recording.Durability;
import dev.sallyport.gateway.recording.FileDisk;
import dev.sallyport.gateway.recording.FileJournal;
import dev.sallyport.gateway.recording.GatewayKeys;
import dev.sallyport.gateway.recording.Journal;
import dev.sallyport.gateway.recording.Writer;
import dev.sallyport.gateway.secrets.CredentialReference;
import dev.sallyport.gateway.secrets.Credentials;
import dev.sallyport.gateway.secrets.SealedStore;
import dev.sallyport.gateway.session.Reception;
import dev.sallyport.gateway.session.Sessions;
import dev.sallyport.gateway.session.Targets;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.gateway.storage.Database;
import dev.sallyport.gateway.storage.PassStore;
import dev.sallyport.gateway.storage.PolicyStore;
import dev.sallyport.gateway.storage.SealedSecretStore;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.target.TargetName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway: the one file that wires everything, by constructors, and takes it apart again in the opposite order.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final ArrayDeque<AutoCloseable> parts = new ArrayDeque<>();
    private final InetSocketAddress postgres;
    private final InetSocketAddress control;
    private final PolicyHolder policy;
    private final PolicyVersions versions;
    private final AuditTrail audit;

    /// What a test replaces.
    ///
    /// @param clock for tokens, approvals and recordings' wall-clock times
    public record Environment(Clock clock, Journals journals) {
        public static Environment real() {
            return new Environment(
                    Clock.systemUTC(),
                    (config, keys) ->
                            new FileJournal(
                                    config.recordings().folder(),
                                    durability(config),
                                    writer(config),
                                    keys));
        }
    }

    /// Opens the journal.
    public interface Journals {
        Journal open(GatewayConfig config, GatewayKeys keys) throws IOException;
    }

    /// Starts the gateway; when this returns, it listens.
    ///
    /// @param policy the policy that the configuration names, read and with tests that hold
    /// @throws IOException where an address, a file or the database cannot be had; nothing is left running then
    public static Gateway start(GatewayConfig config, PolicyFile policy, Environment environment)
            throws IOException, InterruptedException {
        return new Gateway(config, policy, environment);
    }

    private Gateway(GatewayConfig config, PolicyFile configured, Environment environment)
            throws IOException, InterruptedException {
        policy = new PolicyHolder(configured.policy());
        Clock clock = environment.clock();
        boolean started = false;
        try {
            Files.createDirectories(config.state(), FileDisk.OWNER_ONLY_FOLDER);
            Database database = opened(Database.open(config.state()));
            PostgresReader reader = new PostgresReader();
            versions =
                    new PolicyVersions(
                            policy,
                            new PolicyStore(database),
                            new PolicyVersions.Means(
                                    config.policy(),
                                    targetNames(config),
                                    config.maskKey().isPresent()
                                            ? PolicyVersions.MaskKey.CONFIGURED
                                            : PolicyVersions.MaskKey.MISSING,
                                    sql -> reader.read(sql).actions(),
                                    clock));
            Optional<Activation> begun = versions.begin(configured);
            Passes passes = new Passes(new PassStore(database), clock);
            Tokens tokens = opened(new Tokens(config.issuers(), clock));
            SignIn signIn = new OidcSignIn(tokens, passes);
            Credentials credentials =
                    new Credentials(
                            Objects.requireNonNull(
                                    config.file().getParent(), "a file has a folder"),
                            System::getenv,
                            new SealedStore(
                                    new SealedSecretStore(database),
                                    config.state().resolve(SealedStore.KEY_FILE_NAME)));

            Journal journal =
                    opened(
                            environment
                                    .journals()
                                    .open(
                                            config,
                                            GatewayKeys.loadOrCreate(
                                                    config.state(),
                                                    config.recordings().auditors(),
                                                    config.recordings().signingKeyAgeMax(),
                                                    clock.instant())));
            audit =
                    opened(
                            new AuditTrail(
                                    journal, SessionId.at(clock.millis()), audited(policy, clock)));
            if (begun.isPresent()) {
                audit.record(new Event.Noted("policy-activated", begun.get().facts(begun.get())));
            } else if (!versions.active().sha256().equals(configured.policy().version())) {
                LOG.warn(
                        "the policy in force is version {}, which was activated; {} holds another one, and"
                                + " 'sallyport policy reload' or SIGHUP takes that",
                        versions.active().number(),
                        config.policy());
            }
            ApprovalDesk desk = opened(new ApprovalDesk(clock));
            Sessions sessions = new Sessions();
            Targets targets = targets(config, credentials);
            Reception reception =
                    new Reception(
                            signIn,
                            targets,
                            new Gate.Means(policy, desk, clock),
                            journal,
                            audit,
                            sessions,
                            new Reception.Limits(
                                    config.limits().sessionsMax(),
                                    config.recordings().rowBytesMax(),
                                    config.limits().idleMinutes()));

            Network network = opened(new Network(Runtime.getRuntime().availableProcessors()));
            PostgresProtocol protocol =
                    new PostgresProtocol(
                            reader,
                            config.limits().frameBytesMax(),
                            config.limits().heldBytesMax(),
                            maskKey(config, credentials));
            ServerTls tls =
                    config.tls().isEmpty()
                            ? null
                            : opened(
                                    new ServerTls(
                                            config.tls().get().certificate(),
                                            config.tls().get().key(),
                                            protocol.directTlsName()));
            var listener =
                    opened(
                            new Listener<>(
                                    protocol,
                                    network,
                                    reception,
                                    new Listener.Limits(
                                            config.limits().preLoginConnectionsMax(),
                                            config.limits().loginSeconds()),
                                    tls));
            control =
                    opened(
                                    new ControlServer(
                                            settings(config),
                                            signIn,
                                            policy,
                                            desk,
                                            sessions,
                                            (identity, target, life) ->
                                                    issue(passes, identity, target, life),
                                            audit::record,
                                            name ->
                                                    Optional.ofNullable(targets.find(name))
                                                            .map(Targets.Entry::target),
                                            versions,
                                            journal::isWriting))
                            .start();
            postgres = listener.listen(config.listen().postgres());
            started = true;
            LOG.info("postgres listens on {}", postgres);
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private static Durability durability(GatewayConfig config) {
        return switch (config.recordings().durability()) {
            case WRITTEN -> Durability.WRITTEN;
            case FORCED -> Durability.FORCED;
        };
    }

    /// A write into the page cache costs less than handing it to another thread and being woken for the receipt; a
    /// forced write must not hold up an event loop.
    private static Writer writer(GatewayConfig config) {
        return switch (config.recordings().durability()) {
            case WRITTEN -> Writer.CALLER;
            case FORCED -> Writer.JOURNAL_THREAD;
        };
    }

    private static Event.Opened audited(PolicyHolder policy, Clock clock) {
        return new Event.Opened(
                "gateway",
                Map.of(
                        "started", clock.instant().toString(),
                        "policy.version", policy.get().version()));
    }

    private static PassIssuer.Issued issue(
            Passes passes, Identity identity, TargetName target, Duration life) {
        return switch (passes.issue(identity, target, life)) {
            case Passes.Pass pass ->
                    new PassIssuer.Issued(pass.id(), pass.secret(), pass.expires());
            case Passes.Refused refused ->
                    throw new IllegalStateException(refused.refusal().message());
        };
    }

    private static ControlSettings settings(GatewayConfig config) {
        return new ControlSettings(
                config.listen().control(),
                config.tls()
                        .map(files -> new ControlSettings.Tls(files.certificate(), files.key()))
                        .orElse(null),
                config.control().administrators(),
                Passes.LIFE_MAX);
    }

    private static @Nullable MaskKey maskKey(GatewayConfig config, Credentials credentials)
            throws IOException {
        if (config.maskKey().isEmpty()) {
            return null;
        }
        return switch (credentials.resolve(CredentialReference.parse(config.maskKey().get()))) {
            case Credentials.Secret(String value) -> {
                try {
                    yield MaskKey.of(value);
                } catch (IllegalArgumentException e) {
                    throw new IOException(config.maskKey().get() + ": " + e.getMessage(), e);
                }
            }
            case Credentials.Missing(String why) -> throw new IOException(why);
        };
    }

    private static Set<String> targetNames(GatewayConfig config) {
        Set<String> names = new HashSet<>();
        config.targets().keySet().forEach(name -> names.add(name.value()));
        return names;
    }

    private static Targets targets(GatewayConfig config, Credentials credentials) {
        Map<TargetName, Targets.Entry> entries = new HashMap<>();
        config.targets()
                .forEach((name, target) ->
                        entries.put(
                                name,
                                new Targets.Entry(
                                        target.target(), () -> open(target, credentials))));
        return new Targets(entries);
    }

    /// Reads the credential afresh, so that a rotated one is used by the next connection.
    private static OpenTarget open(TargetConfig target, Credentials credentials)
            throws IOException {
        String password = null;
        if (target.credential().password().isPresent()) {
            CredentialReference reference =
                    CredentialReference.parse(target.credential().password().get());
            password =
                    switch (credentials.resolve(reference)) {
                        case Credentials.Secret(String value) -> value;
                        case Credentials.Missing(String why) -> throw new IOException(why);
                    };
        }
        return new OpenTarget(
                target.target(),
                target.host(),
                target.port(),
                target.tls(),
                new OpenTarget.Credential(target.credential().user(), password),
                target.database().map(name -> Map.of("database", name)).orElse(Map.of()));
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /// Where clients of PostgreSQL connect; with the port that was chosen where the configuration says 0.
    public InetSocketAddress postgresAddress() {
        return postgres;
    }

    public InetSocketAddress controlAddress() {
        return control;
    }

    public PolicyHolder policy() {
        return policy;
    }

    /// Reads the configured policy file again, on behalf of whoever runs the gateway. What is wrong with it is logged, and
    /// the policy in force stays then.
    public void reloadPolicy() {
        try {
            switch (versions.reload(Activation.By.OPERATOR, "SIGHUP", this::recordReload)) {
                case PolicyVersions.Result.Activated(Activation now) ->
                        LOG.info("policy version {} is in force, from its file", now.number());
                case PolicyVersions.Result.Faulty(var problems) -> {
                    problems.forEach(problem -> LOG.error("{}", problem));
                    LOG.error("the policy in force stays: its file has problems");
                }
                case PolicyVersions.Result.Unchanged(Activation now) ->
                        LOG.info("policy version {} is in force already", now.number());
                case PolicyVersions.Result.NothingEarlier() -> {}
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the policy in force stays: the change cannot be recorded", e);
        }
    }

    private void recordReload(Activation from, Activation to) throws IOException {
        Map<String, String> facts = new HashMap<>(to.facts(from));
        facts.put("identity.issuer", to.by().issuer());
        facts.put("identity.subject", to.by().subject());
        facts.put("identity.name", to.by().name());
        audit.record(new Event.Noted("policy-activated", facts));
    }

    /// Tells the clients, seals the recordings, lets go of everything.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("while closing {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
