package dev.sallyport.gateway.transparency;

import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;
import java.util.Set;

/// One way to a server: straight, or through something.
interface Route {
    /// For messages of failed tests: `direct`, `gateway`.
    String name();

    /// A new connection, with TLS started if this route asks for it, and nothing else said.
    RawPostgres open() throws IOException;

    /// What the startup packet's `user` has to say.
    String user();

    String password();

    /// Run-time parameters whose announced values this route changes and says so (`docs/PROTOCOLS.md`).
    default Set<String> changedParameters() {
        return Set.of();
    }
}
