package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logs in to the target as a client does, without I/O: frames in, frames out, and one outcome.
///
/// The gateway holds the credential, so it is the gateway that must not be talked into giving it away: TLS is never
/// done without where it is asked for, a password goes in the clear or under MD5 only over TLS or to loopback, and with
/// SCRAM the server proves that it knows the password too (manual, "Message Flow: Start-up" and "SASL Authentication").
final class TargetLogin {
    /// How many messages the target may send between its consent and ReadyForQuery: servers send about 15.
    private static final int KEPT_FRAMES_MAX = 1_000;

    private static final int KEPT_BYTES_MAX = 1 << 20;

    private enum State {
        NEW,
        SSL_ASKED,
        TLS_STARTED,
        AUTHENTICATING,
        AUTHENTICATED,
        OVER
    }

    /// How it ended; exactly one of these is called, once.
    interface Outcome {
        /// The target waits for the first command.
        ///
        /// @param reports ParameterStatus and NoticeResponse in the order they came; the receiver owns them
        /// @param key null where the target gave none, as some poolers do: nothing can be cancelled there
        /// @param readyForQuery owned by the receiver
        void ready(List<Frame> reports, @Nullable BackendKeyData key, Frame readyForQuery);

        /// @param message what went wrong, in one line; it may name the gateway's own user at the target
        /// @param sqlState the target's, or the gateway's own word for it
        void failed(String message, String sqlState);
    }

    private final OpenTarget target;
    private final Map<String, String> parameters;
    private final TargetLine line;
    private final ByteBufAllocator allocator;
    private final Outcome outcome;
    private final List<Frame> reports = new ArrayList<>();
    private int keptBytes;
    private State state = State.NEW;
    private boolean secure;
    private @Nullable TargetAuthentication authentication;
    private @Nullable BackendKeyData key;
    private @Nullable Frame readyForQuery;

    /// @param parameters the startup parameters to ask for; `user` is the credential's in any case
    TargetLogin(
            OpenTarget target,
            Map<String, String> parameters,
            TargetLine line,
            ByteBufAllocator allocator,
            Outcome outcome) {
        this.target = target;
        this.parameters = new LinkedHashMap<>(parameters);
        this.line = line;
        this.allocator = allocator;
        this.outcome = outcome;
    }

    /// Begins; the connection is open, and nothing was sent on it.
    void start() {
        expect(State.NEW);
        switch (target.tls().mode()) {
            case VERIFY_FULL, VERIFY_CA -> {
                state = State.SSL_ASKED;
                line.send(StartupRequest.SSL.toFrame(allocator));
            }
            case DISABLE -> sendStartup();
        }
    }

    /// TLS stands, and the target's certificate was checked.
    void secured() {
        expect(State.TLS_STARTED);
        secure = true;
        sendStartup();
    }

    /// Owns the frame. Frames that come after the outcome are let go.
    void fromTarget(Frame frame) {
        boolean kept = false;
        try {
            kept = handle(frame);
        } catch (ProtocolError e) {
            fail("the target broke the protocol: " + e.getMessage(), e.sqlState());
        } catch (ScramFailure e) {
            fail(String.valueOf(e.getMessage()), "28P01");
        } finally {
            if (!kept) {
                frame.release();
            }
        }
        // Not within the try: whatever the receiver does with the frames, they are its own.
        if (readyForQuery != null) {
            Frame ready = readyForQuery;
            readyForQuery = null;
            List<Frame> all = List.copyOf(reports);
            reports.clear();
            outcome.ready(all, key, ready);
        }
    }

    /// The connection ended.
    void ended(String why) {
        fail(
                "the target ended the connection during login" + (why.isEmpty() ? "" : ": " + why),
                "08006");
    }

    /// Lets go of everything without an outcome: whoever asked has left.
    void abandon() {
        state = State.OVER;
        reports.forEach(Frame::release);
        reports.clear();
    }

    private void sendStartup() {
        authentication =
                new TargetAuthentication(
                        target, secure ? Channel.SECURE : Channel.PLAIN, line, allocator);
        state = State.AUTHENTICATING;
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("user", target.credential().user());
        parameters.forEach(asked::putIfAbsent);
        line.send(StartupMessage.of(asked).toFrame(allocator));
    }

    enum Channel {
        PLAIN,
        SECURE
    }

    /// @return whether the frame is kept
    private boolean handle(Frame frame) {
        switch (state) {
            case NEW ->
                    throw new ProtocolError(
                            "message", describe(frame), "none before the startup packet");
            case SSL_ASKED -> sslAnswer(frame);
            case TLS_STARTED ->
                    throw new ProtocolError(
                            "message",
                            describe(frame),
                            "nothing between the answer S and the handshake");
            case AUTHENTICATING -> authenticate(frame);
            case AUTHENTICATED -> {
                return report(frame);
            }
            case OVER -> {}
        }
        return false;
    }

    /// One byte, and not a byte more: what follows it in the clear could be read as if it had come over TLS
    /// (CVE-2021-23222).
    private void sslAnswer(Frame frame) {
        if (frame.type() != 0 || frame.length() != 1) {
            throw new ProtocolError("answer to SSLRequest", describe(frame), "the one byte S or N");
        }
        byte answer = frame.bytes().getByte(frame.bytes().readerIndex());
        switch (answer) {
            case 'S' -> {
                state = State.TLS_STARTED;
                line.startTls();
            }
            case 'N' ->
                    fail(
                            "target "
                                    + target.target().name()
                                    + " offers no TLS, and its tls mode is "
                                    + target.tls()
                                            .mode()
                                            .name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', '-')
                                    + "; turn TLS on there, or set the mode to disable on a network that is trusted",
                            "08001");
            // An error here comes from nobody knows whom, so it is not shown (CVE-2024-10977).
            case 'E' ->
                    fail(
                            "target "
                                    + target.target().name()
                                    + " answered SSLRequest with an error",
                            "08001");
            default ->
                    throw new ProtocolError("answer to SSLRequest", answer, "the one byte S or N");
        }
    }

    private void authenticate(Frame frame) {
        switch (frame.type()) {
            case Authentication.TYPE -> {
                switch (authentication().fromTarget(frame)) {
                    case TargetAuthentication.Step.More() -> {}
                    case TargetAuthentication.Step.Done() -> state = State.AUTHENTICATED;
                    case TargetAuthentication.Step.Refused(String message) ->
                            fail(message, "28000");
                }
            }
            case ErrorResponse.TYPE -> failed(ErrorResponse.read(frame));
            case NegotiateProtocolVersion.TYPE ->
                    checkVersion(NegotiateProtocolVersion.read(frame));
            case NoticeResponse.TYPE -> NoticeResponse.read(frame);
            default ->
                    throw new ProtocolError(
                            "message during authentication", describe(frame), "R, E, N or v");
        }
    }

    private boolean report(Frame frame) {
        switch (frame.type()) {
            case ParameterStatus.TYPE -> ParameterStatus.read(frame);
            case NoticeResponse.TYPE -> NoticeResponse.read(frame);
            case BackendKeyData.TYPE -> {
                key = BackendKeyData.read(frame);
                return false;
            }
            case ErrorResponse.TYPE -> {
                failed(ErrorResponse.read(frame));
                return false;
            }
            case NegotiateProtocolVersion.TYPE -> {
                checkVersion(NegotiateProtocolVersion.read(frame));
                return false;
            }
            case ReadyForQuery.TYPE -> {
                ReadyForQuery.read(frame);
                state = State.OVER;
                readyForQuery = frame;
                return true;
            }
            default ->
                    throw new ProtocolError(
                            "message after authentication", describe(frame), "S, N, K, v, E or Z");
        }
        keptBytes += frame.length();
        if (reports.size() >= KEPT_FRAMES_MAX || keptBytes > KEPT_BYTES_MAX) {
            throw new ProtocolError(
                    "reports before ReadyForQuery",
                    reports.size() + 1 + " of " + keptBytes + " bytes",
                    "at most " + KEPT_FRAMES_MAX + " of " + KEPT_BYTES_MAX + " bytes");
        }
        reports.add(frame);
        return true;
    }

    /// We ask for 3.0 and for no options, so there is nothing to negotiate down.
    private static void checkVersion(NegotiateProtocolVersion message) {
        if (message.newestVersion() < 3 << 16) {
            throw new ProtocolError(
                    "newest protocol version",
                    message.newestVersion(),
                    "at least 3.0, " + (3 << 16));
        }
    }

    private void failed(ErrorResponse error) {
        fail(error.message(), error.sqlState());
    }

    private void fail(String message, String sqlState) {
        if (state != State.OVER) {
            abandon();
            outcome.failed(message, sqlState);
        }
    }

    private TargetAuthentication authentication() {
        if (authentication == null) {
            throw new IllegalStateException("authentication: none in state " + state);
        }
        return authentication;
    }

    private static String describe(Frame frame) {
        return frame.length()
                + " bytes of type "
                + (frame.type() == 0 ? "0" : String.valueOf((char) frame.type()));
    }

    private void expect(State expected) {
        if (state != expected) {
            throw new IllegalStateException(
                    "login state: " + state + " (expected: " + expected + ")");
        }
    }
}
