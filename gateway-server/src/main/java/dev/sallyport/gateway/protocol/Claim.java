package dev.sallyport.gateway.protocol;

import java.net.InetSocketAddress;
import java.util.Map;

/// What somebody at the door says of themselves, with the proof.
///
/// @param target the target's name as they gave it; not yet known to exist
/// @param secret an identity provider's token or a pass
/// @param details what else they said, for the recording: `database`, `application_name` …
public record Claim(
        String protocol,
        String target,
        String secret,
        InetSocketAddress from,
        boolean secure,
        Map<String, String> details) {
    public Claim {
        details = Map.copyOf(details);
    }

    @Override
    public String toString() {
        return "claim to " + target + " from " + from;
    }
}
