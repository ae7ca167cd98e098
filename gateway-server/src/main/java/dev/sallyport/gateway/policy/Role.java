package dev.sallyport.gateway.policy;

import dev.sallyport.model.identity.Identity;
import java.util.Optional;

/// One entry of a policy's `roles`: whose claims give the role.
///
/// @param issuer whose tokens alone can give it; empty for any configured issuer's
/// @param when over the claims; empty where the issuer alone gives the role
record Role(String name, Optional<String> issuer, Optional<Condition> when) {
    /// Whether the identity has this role. A condition without an answer gives no role.
    boolean isOf(Identity identity) {
        return (issuer.isEmpty() || issuer.get().equals(identity.issuer()))
                && (when.isEmpty()
                        || when.get().evaluate(identity.claims())
                                instanceof Condition.Outcome.Holds);
    }
}
