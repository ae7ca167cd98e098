package dev.sallyport.gateway.transparency;

import dev.sallyport.gateway.protocol.postgres.wire.RawPostgres;
import java.io.IOException;

/// Through the gateway: the user names the target, the password is a token.
record GatewayRoute(AllowingGateway gateway) implements Route {
    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public RawPostgres open() throws IOException {
        return RawPostgres.open(gateway.port());
    }

    @Override
    public String user() {
        return AllowingGateway.TARGET;
    }

    @Override
    public String password() {
        return gateway.token();
    }
}
