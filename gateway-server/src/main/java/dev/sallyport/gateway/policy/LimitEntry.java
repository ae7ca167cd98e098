package dev.sallyport.gateway.policy;

import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.target.Target;
import java.util.Set;

/// One entry of a policy's `limits`.
///
/// @param who roles, of which the person needs one; empty for anybody identified
/// @param sessions how many sessions one identity may have at one target at once
record LimitEntry(
        String id, Set<String> who, TargetSelector targets, Limits limits, Limits.Bound sessions) {
    boolean appliesTo(Set<String> roles, Target target) {
        return (who.isEmpty() || who.stream().anyMatch(roles::contains)) && targets.fits(target);
    }
}
