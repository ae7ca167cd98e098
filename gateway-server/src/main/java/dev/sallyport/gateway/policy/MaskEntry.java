package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Spot;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.target.Target;
import java.util.Collections;
import java.util.Set;

/// One entry of a policy's `masks`.
///
/// @param except roles that see the value
/// @param spot where it stands in the file
record MaskEntry(MaskRule rule, Set<String> except, TargetSelector targets, Spot spot) {
    boolean appliesTo(Set<String> roles, Target target) {
        return Collections.disjoint(except, roles) && targets.fits(target);
    }
}
