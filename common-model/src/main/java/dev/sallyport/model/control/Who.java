package dev.sallyport.model.control;

import dev.sallyport.model.identity.Identity;

/// Somebody, as much of them as the control API shows: never their claims.
///
/// @param name how to call them
/// @param issuer the provider that vouches for them
/// @param subject what makes them one and the same within the issuer
public record Who(String name, String issuer, String subject) {
    public static Who of(Identity identity) {
        return new Who(identity.name(), identity.issuer(), identity.subject());
    }
}
