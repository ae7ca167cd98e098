package dev.sallyport.gateway.session;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.target.TargetName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many sessions each identity has at each target: what a policy's limit on sessions counts. Safe on every thread.
final class Seats {
    private final ConcurrentMap<Seat, Integer> taken = new ConcurrentHashMap<>();

    /// Who, by what makes them one and the same ([Identity#isSameAs]), and where.
    private record Seat(String issuer, String subject, TargetName target) {}

    /// Takes one, if there are fewer than so many; two at once cannot both take the last.
    ///
    /// @return whether it was taken; then [#leave] gives it back
    boolean take(Identity who, TargetName target, long max) {
        int now = taken.merge(seat(who, target), 1, Integer::sum);
        if (now > max) {
            leave(who, target);
            return false;
        }
        return true;
    }

    void leave(Identity who, TargetName target) {
        taken.computeIfPresent(
                seat(who, target), (seat, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    private static Seat seat(Identity who, TargetName target) {
        return new Seat(who.issuer(), who.subject(), target);
    }
}
