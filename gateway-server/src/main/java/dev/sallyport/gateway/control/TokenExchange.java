package dev.sallyport.gateway.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.model.control.PassGranted;
import dev.sallyport.model.control.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `POST /oauth2/token`: a token for a pass, in the form of RFC 8693, for tools that speak it. The token that is
/// exchanged is the proof of who asks, so there is no Authorization header; errors have OAuth's form (RFC 6749 section
/// 5.2).
final class TokenExchange {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final Set<String> SUBJECT_TOKENS =
            Set.of(
                    ACCESS_TOKEN,
                    "urn:ietf:params:oauth:token-type:jwt",
                    "urn:ietf:params:oauth:token-type:id_token");
    // Means something that is not done here; to ignore it would be to grant something else than was
    // asked.
    private static final List<String> NOT_SUPPORTED =
            List.of("actor_token", "actor_token_type", "resource");

    private final Callers callers;
    private final PassRoutes passes;
    private final Clock clock;

    TokenExchange(Callers callers, PassRoutes passes, Clock clock) {
        this.callers = callers;
        this.passes = passes;
        this.clock = clock;
    }

    /// @param expiresIn in seconds
    record Granted(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("issued_token_type") String issuedTokenType,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {}

    record Failed(String error, @JsonProperty("error_description") String description) {}

    Reply exchange(String from, Call.Body body) {
        if (!body.mediaType().equals("application/x-www-form-urlencoded")) {
            return failed(
                    "invalid_request",
                    "the body is of another type (expected: application/x-www-form-urlencoded)");
        }
        Map<String, String> form;
        try {
            form = Form.read(body.text());
        } catch (Form.Malformed e) {
            return failed("invalid_request", e.getMessage());
        }
        String wrong = whatIsWrong(form);
        if (!one(form, "grant_type").equals(GRANT)) {
            return failed("unsupported_grant_type", "grant_type (expected: " + GRANT + ")");
        }
        if (!wrong.isEmpty()) {
            return failed("invalid_request", wrong);
        }
        return switch (callers.ofToken(one(form, "subject_token"), from)) {
            case Callers.Result.Unknown unknown ->
                    failed("invalid_request", inOneLine(unknown.problem()));
            case Callers.Result.Known known -> {
                Call call = new Call(known.identity(), from, "", Map.of(), body);
                yield passes.grant(
                        call,
                        one(form, "audience"),
                        passes.lifeMax(),
                        this::granted,
                        this::refused);
            }
        };
    }

    private Reply granted(PassGranted pass) {
        long seconds = Math.max(0, Duration.between(clock.instant(), pass.expires()).toSeconds());
        // RFC 8693 section 2.2.1: N_A, as a pass is no bearer token of any protocol that OAuth
        // knows.
        return Reply.of(200, new Granted(pass.secret(), ACCESS_TOKEN, "N_A", seconds));
    }

    private Reply refused(Problem problem) {
        // RFC 8693 section 2.2.2 for a target that is not there or not to be had.
        return failed("invalid_target", inOneLine(problem));
    }

    private static String whatIsWrong(Map<String, String> form) {
        if (!SUBJECT_TOKENS.contains(one(form, "subject_token_type"))) {
            return "subject_token_type (expected: " + ACCESS_TOKEN + ", or …:jwt, or …:id_token)";
        }
        if (one(form, "subject_token").isEmpty()) {
            return "subject_token: none (expected: a token of your identity provider)";
        }
        if (one(form, "audience").isEmpty()) {
            return "audience: none (expected: the target's name)";
        }
        String wanted = one(form, "requested_token_type");
        if (!wanted.isEmpty() && !wanted.equals(ACCESS_TOKEN)) {
            return "requested_token_type (expected: " + ACCESS_TOKEN + ", or none)";
        }
        return NOT_SUPPORTED.stream()
                .filter(form::containsKey)
                .findFirst()
                .map(name -> name + " is not supported")
                .orElse("");
    }

    private static String one(Map<String, String> form, String name) {
        return form.getOrDefault(name, "");
    }

    private static String inOneLine(Problem problem) {
        return problem.detail() + " " + problem.next();
    }

    private static Reply failed(String error, String description) {
        // RFC 6749 section 5.2: the description holds no quote and no backslash, and is ASCII.
        String plain =
                description
                        .replace('"', '\'')
                        .replace('\\', '/')
                        .replace("…", "...")
                        .replaceAll("[^\\x20-\\x7e]", "?");
        return Reply.of(400, new Failed(error, plain));
    }
}
