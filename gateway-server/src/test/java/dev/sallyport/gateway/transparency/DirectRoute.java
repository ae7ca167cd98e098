package dev.sallyport.gateway.transparency;

import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;

/// Straight to the server, or to what relays its bytes.
record DirectRoute(int port) implements Route {
    @Override
    public String name() {
        return "direct";
    }

    @Override
    public RawPostgres open() throws IOException {
        return RawPostgres.open(port);
    }

    @Override
    public String user() {
        return Stage.USER;
    }

    @Override
    public String password() {
        return Stage.PASSWORD;
    }
}
