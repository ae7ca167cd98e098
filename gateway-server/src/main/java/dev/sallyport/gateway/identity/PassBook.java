package dev.sallyport.gateway.identity;

import java.time.Instant;
import java.util.Optional;

/// Where passes are kept. Every call waits for the disk, so it is made on a virtual thread.
public interface PassBook {
    /// @param hash SHA-256 of the secret, in hexadecimal: the secret itself is nowhere
    /// @param claims JSON
    /// @param target [dev.sallyport.model.target.TargetName#value()]
    record Row(
            String id,
            String hash,
            String issuer,
            String subject,
            String name,
            String claims,
            String target,
            Instant created,
            Instant expires) {}

    /// Adds a pass, unless its identity (issuer and subject) has that many unexpired ones at the time of its creation.
    ///
    /// @return whether it was added
    boolean add(Row row, int livePerIdentityMax);

    Optional<Row> find(String hash);

    /// @return whether there was one with this id
    boolean remove(String id);

    /// Forgets all that expired before this time.
    ///
    /// @return how many
    int sweep(Instant expiredBefore);
}
