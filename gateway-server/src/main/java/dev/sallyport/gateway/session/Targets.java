package dev.sallyport.gateway.session;

import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The targets that the gateway knows.
public final class Targets {
    private final Map<TargetName, Entry> byName;

    /// Gets a target ready for one connection, its credential read afresh; may wait for a disk or the network.
    public interface Opener {
        /// @throws Exception where the credential cannot be had; the message names no secret
        OpenTarget open() throws Exception;
    }

    public record Entry(Target target, Opener open) {}

    public Targets(Map<TargetName, Entry> byName) {
        this.byName = Map.copyOf(byName);
    }

    public @Nullable Entry find(TargetName name) {
        return byName.get(name);
    }

    public boolean knows(TargetName name) {
        return byName.containsKey(name);
    }
}
