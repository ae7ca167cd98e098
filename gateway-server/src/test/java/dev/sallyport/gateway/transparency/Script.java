package dev.sallyport.gateway.transparency;

import java.util.List;
import java.util.Optional;

/// One exchange: what the client does, from a new connection to its end.
///
/// @param topic the file it stands in
/// @param line of its title, counted from 1
/// @param refusal why the gateway refuses it where the server would not, or says so in other words; empty where it
///     must be the same
record Script(String topic, int line, String name, Optional<String> refusal, List<Step> steps) {
    Script {
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return topic + ".txt:" + line + " " + name;
    }
}
