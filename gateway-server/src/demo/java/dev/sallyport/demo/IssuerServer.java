package dev.sallyport.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/// The issuer as a process of its own, for what starts a gateway from outside: the benchmark.
///
/// It prints its URL and one token that outlasts a benchmark, as `issuer=…` and `token=…`, and runs until it is killed.
final class IssuerServer {
    private static final Duration LIFE = Duration.ofHours(12);

    private IssuerServer() {}

    /// @param arguments the port (0 for a free one), the token's `sub`, its `aud`
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            System.err.println(
                    "arguments: " + arguments.length + " (expected: PORT SUBJECT AUDIENCE)");
            System.exit(64); // EX_USAGE of sysexits.h
        }
        try (Issuer issuer =
                Issuer.start("ES256", Clock.systemUTC(), Integer.parseInt(arguments[0]))) {
            System.out.println("issuer=" + issuer.uri());
            System.out.println(
                    "token="
                            + issuer.draft()
                                    .claim("sub", arguments[1])
                                    .claim("aud", arguments[2])
                                    .claim("exp", Instant.now().plus(LIFE))
                                    .signed());
            new CountDownLatch(1).await();
        }
    }
}
