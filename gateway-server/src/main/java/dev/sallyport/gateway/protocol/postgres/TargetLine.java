package dev.sallyport.gateway.protocol.postgres;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// The connection that a login to the target speaks over: the session's own, or that of an errand.
interface TargetLine {
    /// Owns the frame.
    void send(Frame frame);

    /// [TargetLogin#secured] follows.
    void startTls();

    /// The certificate that the target showed, once TLS stands; null where there is none.
    @Nullable X509Certificate certificate();
}
