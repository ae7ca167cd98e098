package dev.sallyport.gateway.protocol;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// A short talk of the gateway's own with a target, beside a client's conversation: without I/O, on the same loop.
public interface Errand<F> {
    /// The connection is open.
    void dialled(Line<F> line);

    /// TLS stands; follows [Line#startTls].
    void secured();

    /// Owns the frame.
    void fromTarget(F frame);

    /// The connection could not be opened, broke or was closed; the last call. Also follows [Line#close].
    void ended(String why);

    /// The errand's own connection.
    interface Line<F> {
        void send(F frame);

        void startTls();

        /// The certificate that the target showed, once TLS stands.
        @Nullable X509Certificate targetCertificate();

        void close();
    }
}
