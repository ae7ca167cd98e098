package dev.sallyport.gateway.transparency;

import dev.sallyport.demo.Folders;
import dev.sallyport.demo.Issuer;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A gateway whose policy lets everything pass: what the clients still notice of it is its own fault.
final class AllowingGateway implements AutoCloseable {
    static final String TARGET = "orders-prod";

    /// `*` leaves out what was not understood; here it is named.
    private static final String POLICY =
            """
            schema: sallyport.policy/v1
            roles:
              tester: {issuer: "%s"}
            rules:
              - id: everything
                who: [tester]
                targets: ['*']
                effects: ['*', unknown, do, call, execute, fastpath, copy-file, copy-program, role]
                allow: true
            """;

    private final Path folder;
    private final Issuer issuer;
    private final RunningGateway gateway;

    private AllowingGateway(Path folder, Issuer issuer, RunningGateway gateway) {
        this.folder = folder;
        this.issuer = issuer;
        this.gateway = gateway;
    }

    static AllowingGateway before(
            PostgresServer server, String database, String user, String password)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sallyport-test-");
        Issuer issuer = Issuer.start();
        issuer.register("tester", "not used", Map.of());
        RunningGateway gateway =
                RunningGateway.start(
                        RunningGateway.Setup.of(
                                        folder, issuer, server, POLICY.formatted(issuer.uri()))
                                .as(database, user, password));
        return new AllowingGateway(folder, issuer, gateway);
    }

    int port() {
        return gateway.postgres().getPort();
    }

    /// A token that is good for five minutes.
    String token() {
        return issuer.tokenFor("tester", "sallyport");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        issuer.close();
        Folders.delete(folder);
    }
}
