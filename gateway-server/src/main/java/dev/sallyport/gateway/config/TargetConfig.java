package dev.sallyport.gateway.config;

import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.model.target.Target;
import java.util.Optional;

/// One entry of `targets`: what people reach by its name, and how.
///
/// @param host name or address
/// @param database the only one that clients reach; empty for the client's choice
public record TargetConfig(
        Target target,
        String host,
        int port,
        Optional<String> database,
        OpenTarget.Tls tls,
        CredentialRef credential) {

    /// What the gateway shows the target, by reference.
    ///
    /// @param password `env:NAME`, `file:` with an absolute path, or `sealed:name`; empty where the target asks for none
    public record CredentialRef(String user, Optional<String> password) {}
}
