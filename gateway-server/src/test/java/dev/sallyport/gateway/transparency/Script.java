package dev.sallyport.gateway.transparency;

import java.util.List;

/// One exchange: what the client does, from a new connection to its end.
///
/// @param topic the file it stands in
/// @param line of its title, counted from 1
record Script(String topic, int line, String name, List<Step> steps) {
    Script {
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return topic + ".txt:" + line + " " + name;
    }
}
