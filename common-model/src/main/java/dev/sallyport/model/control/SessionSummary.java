package dev.sallyport.model.control;

import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.target.TargetName;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One live session at one moment: who is where, since when, and what they are doing.
///
/// @param protocol the protocol's name, such as `postgres`
/// @param clientAddress where the client connects from, as `address:port`
/// @param statements how many it has asked so far
/// @param approval the question that it waits for; null unless it is held
public record SessionSummary(
        SessionId id,
        TargetName target,
        String protocol,
        Who who,
        Set<String> roles,
        String clientAddress,
        Instant started,
        int statements,
        SessionState state,
        @Nullable ApprovalId approval) {
    public SessionSummary {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }
}
