package dev.sallyport.gateway.control;

import dev.sallyport.model.control.Problem;
import java.util.Map;

/// What the control API answers to one call.
///
/// @param body what becomes JSON
/// @param headers beside those that every answer has
record Reply(int status, Object body, Map<String, String> headers) {
    static Reply of(int status, Object body) {
        return new Reply(status, body, Map.of());
    }

    static Reply of(Problem problem) {
        return new Reply(problem.status(), problem, Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, body, Map.of(header, value));
    }

    String contentType() {
        return body instanceof Problem ? "application/problem+json" : "application/json";
    }
}
