package dev.sallyport.gateway.protocol;

import dev.sallyport.model.target.Target;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A target with all that is needed to connect to it once, read afresh for each connection so that a rotated credential
/// is picked up.
///
/// @param host name or address
/// @param settings the protocol's own, such as `database`
public record OpenTarget(
        Target target,
        String host,
        int port,
        Tls tls,
        Credential credential,
        Map<String, String> settings) {
    public OpenTarget {
        settings = Map.copyOf(settings);
    }

    /// How the target's TLS is checked.
    ///
    /// @param mode whether it is used and what is checked
    /// @param ca certificates to trust, PEM; null for the platform's
    /// @param certificate the client certificate, PEM; null for none
    /// @param key its private key, PKCS #8 PEM; null for none
    public record Tls(
            Mode mode, @Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
        public enum Mode {
            /// Chain and host name are checked.
            VERIFY_FULL,
            /// The chain is checked, the host name is not.
            VERIFY_CA,
            /// No TLS; for targets on loopback or on a network that is trusted.
            DISABLE
        }
    }

    /// What the gateway shows the target.
    ///
    /// @param password null where the target asks for none
    public record Credential(String user, @Nullable String password) {
        @Override
        public String toString() {
            return "credential of " + user;
        }
    }

    @Override
    public String toString() {
        return target.name() + " at " + host + ":" + port;
    }
}
