package dev.sallyport.gateway.protocol;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// What a conversation may do with its two connections. All calls are made on the session's event loop.
///
/// Written frames are owned by the wire, and flushed when the loop has done what it was woken for.
public interface Wire<F> {
    void toClient(F frame);

    void toTarget(F frame);

    /// Starts TLS: with the client as server, with the target as client. [Conversation#secured] follows.
    ///
    /// @throws IllegalStateException where this side has no TLS configured
    void startTls(Side side);

    /// Whether this side's TLS stands.
    boolean isSecure(Side side);

    /// Whether the gateway has a certificate to offer to clients; if it has, clients must use it.
    boolean offersTls();

    /// The certificate that the target showed, once its TLS stands (RFC 5929 channel binding).
    @Nullable X509Certificate targetCertificate();

    InetSocketAddress clientAddress();

    /// Opens the target's connection. [Conversation#dialled] or [Conversation#dialFailed] follows.
    void dial(OpenTarget target);

    /// Client and target are both signed in: the deadline for that does not apply any more.
    default void signedIn() {}

    /// Opens a further connection to a target on this loop, for an errand of the gateway's own: a cancel request, a look
    /// into the catalog. It is closed with the session at the latest.
    void aside(OpenTarget target, Errand<F> errand);

    /// Calls this on the loop once so long has passed, unless it is called off or the connection ends before.
    default Alarm after(long millis, Runnable then) {
        throw new UnsupportedOperationException("this wire has no clock");
    }

    /// Something that is to happen later.
    interface Alarm {
        /// It is not to happen any more; nothing is done where it has.
        void callOff();
    }

    /// Stops reading from that side for this reason; each reason is its own, and reading goes on when none is left.
    void pause(Side side, PauseReason reason);

    void resume(Side side, PauseReason reason);

    /// Closes both connections once what was written is flushed.
    void close(Reason reason);
}
