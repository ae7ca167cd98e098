package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Door;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Side;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client is in; now the target is dialled and signed in to with the gateway's credential. Only then is the client
/// told that it is in, with the target's own parameters and a cancel key of the gateway's.
final class TargetConnection implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(TargetConnection.class);

    private final PostgresConversation.Phases means;
    private final Session session;
    private final StartupParameters startup;
    private final ArrayDeque<Frame> early = new ArrayDeque<>();
    private final TargetLogin login;
    private int earlyBytes;

    TargetConnection(
            PostgresConversation.Phases means, Session session, StartupParameters startup) {
        this.means = means;
        this.session = session;
        this.startup = startup;
        this.login =
                new TargetLogin(
                        session.target(),
                        targetParameters(),
                        new Line(),
                        means.answers().alloc(),
                        new TargetLogin.Outcome() {
                            @Override
                            public void ready(
                                    List<Frame> reports,
                                    @Nullable BackendKeyData key,
                                    Frame readyForQuery) {
                                TargetConnection.this.ready(reports, key, readyForQuery);
                            }

                            @Override
                            public void failed(String message, String sqlState) {
                                unavailable(message);
                            }
                        });
        String database = session.target().settings().get("database");
        if (database != null
                && !startup.database().isEmpty()
                && !startup.database().equals(database)
                && !startup.database().equals(startup.user())) {
            refuse(
                    "3D000",
                    "target "
                            + session.target().target().name()
                            + " serves the database \""
                            + database
                            + "\" only",
                    "connect with dbname=" + database);
        } else {
            means.wire().dial(session.target());
        }
    }

    /// The database that is configured, else the one asked for, else the user's own name, as the server has it.
    private String database() {
        String configured = session.target().settings().get("database");
        if (configured != null) {
            return configured;
        }
        return startup.database().isEmpty()
                ? session.target().credential().user()
                : startup.database();
    }

    /// What must not vary is pinned: the encoding, and how quotes are read.
    private Map<String, String> targetParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("database", database());
        parameters.putAll(startup.settings());
        parameters.put("client_encoding", "UTF8");
        parameters.put("standard_conforming_strings", "on");
        return parameters;
    }

    private final class Line implements TargetLine {
        @Override
        public void send(Frame frame) {
            means.wire().toTarget(frame);
        }

        @Override
        public void startTls() {
            means.wire().startTls(Side.TARGET);
        }

        @Override
        public @Nullable X509Certificate certificate() {
            return means.wire().targetCertificate();
        }
    }

    @Override
    public void dialled() {
        login.start();
    }

    @Override
    public void secured(Side side) {
        if (side == Side.TARGET) {
            login.secured();
        }
    }

    @Override
    public void dialFailed(Throwable why) {
        unavailable(String.valueOf(why.getMessage()));
    }

    @Override
    public void fromTarget(Frame frame) {
        login.fromTarget(frame);
    }

    private void ready(List<Frame> reports, @Nullable BackendKeyData key, Frame readyForQuery) {
        ArrayDeque<Frame> said = new ArrayDeque<>(reports);
        @Nullable Frame ready = readyForQuery;
        try {
            means.wire().signedIn();
            Door.CancelKey ours = means.door().newCancelKey(session, startup.cancelKeyBytes());
            means.wire().toClient(means.answers().authenticationOk());
            Exchange exchange = new Exchange(means, session, database(), key);
            means.next().accept(exchange);
            while (!said.isEmpty()) {
                exchange.fromTarget(said.remove());
            }
            exchange.begin();
            means.wire().toClient(means.answers().backendKeyData(ours.processId(), ours.key()));
            means.wire().toClient(ready);
            ready = null;
            while (!early.isEmpty()) {
                exchange.fromClient(early.remove());
            }
        } finally {
            // Where the exchange broke on one of them, nobody takes the rest.
            said.forEach(Frame::release);
            if (ready != null) {
                ready.release();
            }
            early.forEach(Frame::release);
            early.clear();
        }
    }

    /// Details of the target's are for the log: a client that may not be let in further learns no addresses.
    private void unavailable(String detail) {
        LOG.warn("session {}: {} cannot be reached: {}", session.id(), session.target(), detail);
        session.record(
                new dev.sallyport.model.recording.Event.Noted(
                        "target-unavailable", Map.of("detail", detail)));
        refuse(
                "08001",
                "target " + session.target().target().name() + " cannot be reached: " + detail,
                "try again later, or tell the gateway's administrator");
    }

    private void refuse(String sqlState, String message, String hint) {
        means.wire().toClient(means.answers().error("FATAL", sqlState, message, hint));
        means.wire().close(Reason.TARGET_UNREACHABLE);
    }

    /// A client that sends ahead of ReadyForQuery is kept waiting, up to a bound.
    @Override
    public void fromClient(Frame frame) {
        earlyBytes += frame.length();
        if (frame.type() == MessageType.TERMINATE || earlyBytes > means.limits().heldBytesMax()) {
            frame.release();
            means.wire().close(Reason.CLIENT_LEFT);
        } else {
            early.add(frame);
        }
    }

    @Override
    public boolean clientMayBeTold() {
        return true;
    }

    @Override
    public void gone() {
        login.abandon();
        early.forEach(Frame::release);
        early.clear();
    }
}
