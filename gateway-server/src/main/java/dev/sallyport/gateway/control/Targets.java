package dev.sallyport.gateway.control;

import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.util.Optional;

/// The targets there are, as far as the control API needs to know them.
@FunctionalInterface
public interface Targets {
    Optional<Target> find(TargetName name);
}
