package dev.sallyport.gateway.config;

import dev.sallyport.gateway.identity.IssuerConfig;
import dev.sallyport.model.recording.RecipientKey;
import dev.sallyport.model.target.TargetName;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All of the gateway's configuration, checked: whoever has one need not doubt it. Made by [ConfigFile].
///
/// All paths are absolute. Secrets are not in it, only references to them.
///
/// @param file where it was read from
/// @param state the folder of database and keys; made with mode 0700 where it is not there
/// @param tls what the listeners show clients; empty only if all of them are on loopback
/// @param policy the policy file, which is there
/// @param targets in the order of the file
/// @param maskKey a reference to the secret that masks hash with
public record GatewayConfig(
        Path file,
        Path state,
        Listen listen,
        Optional<ServerTls> tls,
        List<IssuerConfig> issuers,
        Path policy,
        Recordings recordings,
        Limits limits,
        Map<TargetName, TargetConfig> targets,
        Control control,
        Optional<String> maskKey) {
    public GatewayConfig {
        issuers = List.copyOf(issuers);
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }

    /// Where clients reach the gateway; port 0 stands for any free one.
    public record Listen(InetSocketAddress control, InetSocketAddress postgres) {}

    /// @param certificate the chain, PEM, the server's own certificate first
    /// @param key its private key, PKCS #8 PEM
    public record ServerTls(Path certificate, Path key) {}

    /// @param rowBytesMax how many bytes of one statement's rows are recorded; further rows are counted
    /// @param auditors whose private keys open the recordings, besides the gateway's own
    /// @param signingKeyAgeMax an older signing key is replaced at the gateway's start; empty for never
    public record Recordings(
            Path folder,
            Durability durability,
            int rowBytesMax,
            List<RecipientKey> auditors,
            Optional<Duration> signingKeyAgeMax) {
        public Recordings {
            auditors = List.copyOf(auditors);
        }
    }

    /// What a receipt of the journal vouches for.
    public enum Durability {
        /// The operating system has it: it outlives the gateway, not a power cut.
        WRITTEN,
        /// The disk has it.
        FORCED
    }

    /// Bounds on all that clients can make grow.
    ///
    /// @param sessionsMax sessions at once
    /// @param loginSeconds from the connection to the end of the login
    /// @param preLoginConnectionsMax connections at once that have not logged in
    /// @param heldBytesMax bytes queued behind a held statement
    /// @param frameBytesMax one frame of the protocol
    /// @param idleMinutes a session that asks nothing for so long is closed; 0 for never
    public record Limits(
            int sessionsMax,
            int loginSeconds,
            int preLoginConnectionsMax,
            int heldBytesMax,
            int frameBytesMax,
            int idleMinutes) {
        public static final Limits DEFAULTS = new Limits(10_000, 30, 200, 256 << 10, 16 << 20, 0);
    }

    /// Who may use the control API beyond their own affairs.
    ///
    /// @param administrators roles that may end sessions and reload the policy
    public record Control(Set<String> administrators) {
        public Control {
            administrators = Set.copyOf(administrators);
        }
    }
}
