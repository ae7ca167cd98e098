package dev.sallyport.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.model.control.Problem;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.recording.Event;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One call by somebody who is known.
///
/// @param caller with the roles that policy gives them now
/// @param from their address, as `address:port`
/// @param id the id in the path, or empty where the route has none
/// @param query the parameters of the query; none stands there twice
/// @param body what was sent, at most [ControlServer#BODY_BYTES_MAX] bytes of it
record Call(Identity caller, String from, String id, Map<String, String> query, Body body) {
    // What is wrong is told in the sender's own words, which may be as long as the body.
    private static final int WHY_CHARS_MAX = 300;

    /// @param mediaType without its parameters, in lower case; empty where there is none
    record Body(String mediaType, String text) {}

    /// What a body holds, or what is wrong with it.
    sealed interface Read<T> {
        record Good<T>(T value) implements Read<T> {}

        record Bad<T>(Problem problem) implements Read<T> {}
    }

    boolean hasAnyRoleOf(Set<String> roles) {
        return roles.stream().anyMatch(caller.roles()::contains);
    }

    <T> Read<T> read(ObjectMapper json, Class<T> type) {
        if (!body.mediaType.equals("application/json")) {
            return new Read.Bad<>(Problems.wrongMediaType("application/json"));
        }
        try {
            T value = json.readValue(body.text, type);
            return value == null
                    ? new Read.Bad<>(
                            Problems.badRequest("The body is null (expected: a JSON object)."))
                    : new Read.Good<>(value);
        } catch (JsonProcessingException e) {
            String why = e.getOriginalMessage();
            return new Read.Bad<>(
                    Problems.badRequest(
                            "The body is not what this route takes: "
                                    + why.substring(0, Math.min(why.length(), WHY_CHARS_MAX))));
        }
    }

    /// An event of the gateway's recording that tells what this caller does.
    Event.Noted noted(String what, Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.put("identity.issuer", caller.issuer());
        all.put("identity.subject", caller.subject());
        all.put("identity.name", caller.name());
        all.put("client.address", from);
        return new Event.Noted(what, all);
    }
}
