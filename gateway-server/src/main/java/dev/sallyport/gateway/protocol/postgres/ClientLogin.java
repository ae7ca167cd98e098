package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Claim;
import dev.sallyport.gateway.protocol.LoginPrompts;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.protocol.Side;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The client's side of signing in: encryption, startup packet, password (manual sections 54.2.1 and 54.2.10).
///
/// The user name names the target, and the password proves who the client is: a token or a pass.
final class ClientLogin implements Phase {
    private final PostgresConversation.Phases means;

    private boolean askedForTls;
    private boolean askedForGss;
    private @Nullable StartupParameters startup;
    private boolean waiting;

    ClientLogin(PostgresConversation.Phases means) {
        this.means = means;
    }

    @Override
    public void fromClient(Frame frame) {
        try {
            if (waiting) {
                throw new ProtocolError(
                        "message while signing in", (char) frame.type(), "none before the answer");
            }
            StartupParameters started = startup;
            if (started == null) {
                startupPacket(frame);
            } else {
                password(started, frame);
            }
        } finally {
            frame.release();
        }
    }

    private void startupPacket(Frame frame) {
        int code = frame.bytes().getInt(frame.bytes().readerIndex() + 4);
        switch (code) {
            case MessageType.SSL_REQUEST -> sslRequest();
            case MessageType.GSSENC_REQUEST -> gssRequest();
            case MessageType.CANCEL_REQUEST -> cancelRequest(frame);
            default -> startupMessage(StartupMessage.read(frame));
        }
    }

    private void sslRequest() {
        if (askedForTls || means.wire().isSecure(Side.CLIENT)) {
            throw new ProtocolError("SSLRequest", "a second one", "one at most");
        }
        askedForTls = true;
        if (means.wire().offersTls()) {
            means.wire().toClient(means.answers().bareByte('S'));
            means.wire().startTls(Side.CLIENT);
        } else {
            means.wire().toClient(means.answers().bareByte('N'));
        }
    }

    /// GSS encryption would hide the statements from the gateway, so it is never offered.
    private void gssRequest() {
        if (askedForGss) {
            throw new ProtocolError("GSSENCRequest", "a second one", "one at most");
        }
        askedForGss = true;
        means.wire().toClient(means.answers().bareByte('N'));
    }

    /// Nothing is answered, whether the key is right or not (section 54.2.8).
    private void cancelRequest(Frame frame) {
        CancelRequest request = CancelRequest.read(frame);
        means.door().cancel(request.processId(), ByteBuffer.wrap(request.key()));
        means.wire().close(Reason.DONE);
    }

    private void startupMessage(StartupMessage message) {
        if (means.wire().offersTls() && !means.wire().isSecure(Side.CLIENT)) {
            refuse(
                    "28000",
                    "TLS is required here",
                    "connect with sslmode=verify-full (or at least sslmode=require)");
            return;
        }
        StartupParameters parameters;
        try {
            parameters = StartupParameters.vet(message);
        } catch (StartupParameters.Unwanted e) {
            refuse(e.sqlState(), e.getMessage(), e.hint());
            return;
        }
        startup = parameters;
        if (parameters.negotiates()) {
            means.wire().toClient(parameters.negotiateProtocolVersion(means.answers().alloc()));
        }
        means.wire().toClient(means.answers().authenticationCleartextPassword());
    }

    private void password(StartupParameters parameters, Frame frame) {
        if (frame.type() != MessageType.PASSWORD) {
            throw new ProtocolError(
                    "message while signing in", (char) frame.type(), "PasswordMessage");
        }
        String secret = PasswordMessage.read(frame).password();
        if (secret.isEmpty()) {
            refuse(
                    "28P01",
                    "empty password",
                    "the password is your identity provider's token, or a pass");
            return;
        }
        waiting = true;
        Map<String, String> details = new HashMap<>();
        parameters.recorded().forEach(details::put);
        Claim claim =
                new Claim(
                        "postgres",
                        parameters.user(),
                        secret,
                        means.wire().clientAddress(),
                        means.wire().isSecure(Side.CLIENT),
                        details);
        means.door()
                .admit(
                        claim,
                        new LoginPrompts() {
                            @Override
                            public void admitted(Session session) {
                                means.next()
                                        .accept(new TargetConnection(means, session, parameters));
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                means.wire().toClient(means.answers().refusal("FATAL", refusal));
                                means.wire().close(Reason.LOGIN_REFUSED);
                            }
                        });
    }

    private void refuse(String sqlState, String message, String hint) {
        means.wire().toClient(means.answers().error("FATAL", sqlState, message, hint));
        means.wire().close(Reason.LOGIN_REFUSED);
    }

    @Override
    public void fromTarget(Frame frame) {
        frame.release();
        throw new IllegalStateException(
                "frame from the target: before it is dialled (expected: after)");
    }

    @Override
    public void secured(Side side) {
        // The client goes on by itself, with its startup packet.
    }

    @Override
    public boolean clientMayBeTold() {
        return true;
    }
}
