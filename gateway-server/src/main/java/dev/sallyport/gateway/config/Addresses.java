package dev.sallyport.gateway.config;

import dev.sallyport.gateway.yaml.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads addresses without looking any name up: a configuration means the same whatever a name server says.
final class Addresses {
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final int PORT_MAX = 65_535;

    private Addresses() {}

    /// @param port 0 where none is written
    record HostPort(String host, int port) {}

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /// Where to listen: an IP address or `localhost`, with a port.
    static Optional<InetSocketAddress> listener(Value value) {
        String expected = "an IP address and a port, as in 127.0.0.1:7432 or [::1]:7432";
        return value.text()
                .flatMap(text -> {
                    Optional<HostPort> at = parse(text);
                    if (at.isEmpty() || text.equals(at.get().host) || !text.contains(":")) {
                        return value.fail(expected);
                    }
                    if (at.get().host.equals("localhost")) {
                        return Optional.of(loopback(at.get().port));
                    }
                    try {
                        return Optional.of(
                                new InetSocketAddress(
                                        InetAddress.ofLiteral(at.get().host), at.get().port));
                    } catch (IllegalArgumentException e) {
                        return value.fail(expected);
                    }
                });
    }

    /// Where to connect: a name or an IP address, and a port if it is not the protocol's own.
    static Optional<HostPort> target(Value value, int portOtherwise) {
        return value.text()
                .flatMap(text -> {
                    Optional<HostPort> at = parse(text);
                    if (at.isEmpty()) {
                        return value.fail(
                                "a host and a port, as in db.example.com:" + portOtherwise);
                    }
                    return Optional.of(
                            new HostPort(
                                    at.get().host,
                                    at.get().port == 0 ? portOtherwise : at.get().port));
                });
    }

    private static Optional<HostPort> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1);
        int port = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        if (port > PORT_MAX) {
            return Optional.empty();
        }
        return Optional.of(
                new HostPort(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
    }
}
