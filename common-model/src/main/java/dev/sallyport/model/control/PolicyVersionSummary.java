package dev.sallyport.model.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One time that a policy came into force.
///
/// @param number from 1 on; the highest is in force
/// @param sha256 of the policy's text: what recordings name it by
/// @param active whether it is in force
/// @param how `start`, `reload`, `activate` or `rollback`
/// @param reason why; may be empty
/// @param restores the number whose text was brought back by a rollback, else null
public record PolicyVersionSummary(
        int number,
        String sha256,
        boolean active,
        String how,
        Who by,
        String reason,
        Instant at,
        @Nullable Integer restores) {}
