package dev.sallyport.gateway.control;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the control API is served.
///
/// @param at where to listen; port 0 takes a free one
/// @param tls null for plain HTTP, which is for loopback
/// @param administrators roles that may see everything and kill sessions; empty for nobody
/// @param passLifeMax the longest life of a pass; longer wishes are refused
public record ControlSettings(
        InetSocketAddress at, @Nullable Tls tls, Set<String> administrators, Duration passLifeMax) {
    /// The default port of the control API.
    public static final int PORT = 7070;

    /// Long enough to start a job's clients, too short to be worth stealing.
    public static final Duration PASS_LIFE = Duration.ofMinutes(15);

    public ControlSettings {
        administrators = Set.copyOf(administrators);
        if (passLifeMax.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "passLifeMax: " + passLifeMax + " (expected: at least one second)");
        }
    }

    /// @param certificate the chain, PEM, the server's own first
    /// @param key its private key, PKCS #8 PEM
    public record Tls(Path certificate, Path key) {}
}
