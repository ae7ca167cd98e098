package dev.sallyport.model.identity;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Somebody whom an identity provider vouches for: a person or a workload such as a pipeline job.
///
/// Two identities are the same person only if issuer and subject are equal: names are for reading, and get recycled.
///
/// @param issuer the provider's `iss` (RFC 7519 section 4.1.1), compared exactly
/// @param subject the provider's `sub`, unique within the issuer
/// @param name how to call them in messages; falls back to the subject
/// @param roles what the policy makes of the claims; empty until the policy has been asked
/// @param claims the token's claims as JSON values (strings, numbers, booleans, lists, maps)
public record Identity(
        String issuer, String subject, String name, Set<String> roles, Map<String, Object> claims) {
    public Identity {
        if (issuer.isEmpty() || subject.isEmpty()) {
            throw new IllegalArgumentException("issuer and subject: empty (expected: both given)");
        }
        roles = java.util.Collections.unmodifiableSet(new TreeSet<>(roles));
        claims = Map.copyOf(claims);
    }

    /// The same identity, holding these roles and no others.
    public Identity withRoles(Set<String> newRoles) {
        return new Identity(issuer, subject, name, newRoles, claims);
    }

    /// Whether both stand for the same person or workload: issuer and subject, never the name.
    public boolean isSameAs(Identity other) {
        return issuer.equals(other.issuer) && subject.equals(other.subject);
    }

    @Override
    public String toString() {
        return name + " (" + subject + " at " + issuer + ")";
    }
}
