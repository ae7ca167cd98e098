package dev.sallyport.gateway.control;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.target.TargetName;
import java.time.Duration;
import java.time.Instant;

/// Makes passes: short-lived secrets bound to an identity and a target.
@FunctionalInterface
public interface PassIssuer {
    /// A new pass. May wait for storage; called on a virtual thread.
    ///
    /// @param identity as the identity provider vouches for it, without roles: they are asked of the policy when the
    ///     pass is used
    /// @param life how long it is good for, at most [ControlSettings#passLifeMax()]
    Issued issue(Identity identity, TargetName target, Duration life);

    /// @param id names it in recordings; no secret
    /// @param secret what the client gives as its password
    record Issued(String id, String secret, Instant expires) {
        @Override
        public String toString() {
            return "pass " + id + " until " + expires;
        }
    }
}
