package dev.sallyport.model.target;

import java.util.Map;

/// What policy may know of a target: its name, what it speaks, and its labels; never its address or credential.
///
/// @param protocol the protocol's name, such as `postgres`
/// @param labels free words of the administrator, such as `env: prod`
public record Target(TargetName name, String protocol, Map<String, String> labels) {
    public Target {
        labels = Map.copyOf(labels);
    }
}
