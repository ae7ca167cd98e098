package dev.sallyport.gateway.control;

import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.util.Optional;

/// Finds targets by their names, as far as the control API needs to know them.
@FunctionalInterface
public interface TargetLookup {
    Optional<Target> find(TargetName name);
}
