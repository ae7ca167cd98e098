package dev.sallyport.gateway.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.approval.ApprovalDesk;
import dev.sallyport.gateway.identity.SignIn;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.policy.PolicyVersions;
import dev.sallyport.gateway.session.Sessions;
import dev.sallyport.model.control.ControlJson;
import dev.sallyport.model.control.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// The control API's routes, and what every call goes through before its route: who is it, and is it well-formed. It
/// knows no socket.
final class Api {
    /// The roots of what the control API needs, each an interface or a registry of its own.
    record Parts(
            SignIn signIn,
            Supplier<Policy> policy,
            ApprovalDesk desk,
            Sessions sessions,
            PassIssuer passes,
            Audit audit,
            TargetLookup targets,
            PolicyVersions versions,
            BooleanSupplier records,
            Clock clock) {}

    /// @param path with `:id` where an id stands
    /// @param body what it takes
    record Route(String method, String path, Size body, Function<Incoming, Reply> answer) {
        Route(String method, String path, Function<Incoming, Reply> answer) {
            this(method, path, Size.SMALL, answer);
        }

        /// How much a body may hold.
        enum Size {
            SMALL,
            /// A policy's whole text.
            POLICY
        }
    }

    private record Health(String status) {}

    private final Callers callers;
    private final ObjectMapper json = ControlJson.strict();
    private final List<Route> routes;

    Api(Parts parts, ControlSettings settings) {
        callers = new Callers(parts.signIn, parts.policy);
        AuditedCalls audited = new AuditedCalls(parts.audit);
        PassRoutes passes =
                new PassRoutes(
                        parts.passes,
                        parts.targets,
                        parts.policy,
                        audited,
                        settings.passLifeMax(),
                        json);
        TokenExchange exchange = new TokenExchange(callers, passes, parts.clock);
        ApprovalRoutes approvals =
                new ApprovalRoutes(parts.desk, audited, settings.administrators(), json);
        SessionRoutes sessions =
                new SessionRoutes(parts.sessions, audited, settings.administrators());
        PolicyRoutes policies =
                new PolicyRoutes(parts.versions, parts.audit, settings.administrators(), json);
        routes =
                List.of(
                        new Route("GET", "/v1/health", _ -> health(parts.records)),
                        new Route(
                                "POST",
                                "/oauth2/token",
                                in -> withBody(in, body -> exchange.exchange(in.from(), body))),
                        new Route(
                                "POST", "/v1/passes", in -> signedIn(in, Set.of(), passes::issue)),
                        new Route(
                                "GET",
                                "/v1/approvals",
                                in -> signedIn(in, Set.of(), approvals::list)),
                        new Route(
                                "GET",
                                "/v1/approvals/:id",
                                in -> signedIn(in, Set.of(), approvals::show)),
                        new Route(
                                "POST",
                                "/v1/approvals/:id/answer",
                                in -> signedIn(in, Set.of(), approvals::answer)),
                        new Route(
                                "GET",
                                "/v1/sessions",
                                in -> signedIn(in, Set.of(), sessions::list)),
                        new Route(
                                "GET",
                                "/v1/sessions/:id",
                                in -> signedIn(in, Set.of(), sessions::show)),
                        new Route(
                                "DELETE",
                                "/v1/sessions/:id",
                                in -> signedIn(in, Set.of("reason"), sessions::kill)),
                        new Route(
                                "GET",
                                "/v1/policy/versions",
                                in -> signedIn(in, Set.of(), policies::list)),
                        new Route(
                                "GET",
                                "/v1/policy/versions/:id",
                                in -> signedIn(in, Set.of(), policies::show)),
                        new Route(
                                "POST",
                                "/v1/policy/versions",
                                Route.Size.POLICY,
                                in -> signedIn(in, Set.of(), policies::activate)),
                        new Route(
                                "POST",
                                "/v1/policy/check",
                                Route.Size.POLICY,
                                in -> signedIn(in, Set.of(), policies::check)),
                        new Route(
                                "POST",
                                "/v1/policy/reload",
                                in -> signedIn(in, Set.of(), policies::reload)),
                        new Route(
                                "POST",
                                "/v1/policy/rollback",
                                in -> signedIn(in, Set.of(), policies::rollback)));
    }

    /// A gateway that cannot record refuses everything: whoever watches it must see that, or a balancer send clients
    /// elsewhere.
    private static Reply health(BooleanSupplier records) {
        return records.getAsBoolean()
                ? Reply.of(200, new Health("up"))
                : Reply.of(503, new Health("cannot record"));
    }

    List<Route> routes() {
        return routes;
    }

    ObjectMapper json() {
        return json;
    }

    private Reply signedIn(Incoming in, Set<String> queryNames, Function<Call, Reply> route) {
        return switch (callers.ofHeader(in.authorization(), in.from())) {
            case Callers.Result.Unknown unknown -> notSignedIn(in, unknown.problem());
            case Callers.Result.Known known -> {
                Map<String, String> query = new LinkedHashMap<>();
                for (Map.Entry<String, List<String>> parameter : in.query().entrySet()) {
                    if (!queryNames.contains(parameter.getKey())
                            || parameter.getValue().size() != 1) {
                        yield Reply.of(
                                Problems.badRequest(
                                        "The query is not what this route takes (expected: "
                                                + (queryNames.isEmpty()
                                                        ? "none"
                                                        : "at most once each: " + queryNames)
                                                + ")."));
                    }
                    query.put(parameter.getKey(), parameter.getValue().getFirst());
                }
                yield withBody(
                        in,
                        body ->
                                route.apply(
                                        new Call(
                                                known.identity(),
                                                in.from(),
                                                in.id(),
                                                query,
                                                body)));
            }
        };
    }

    private static Reply notSignedIn(Incoming in, Problem problem) {
        // RFC 6750 section 3: an error code only where there was a token to be wrong.
        String challenge =
                "Bearer realm=\"sallyport\""
                        + (in.authorization().isEmpty() ? "" : ", error=\"invalid_token\"");
        return Reply.of(problem).with("WWW-Authenticate", challenge);
    }

    private static Reply withBody(Incoming in, Function<Call.Body, Reply> route) {
        String mediaType = in.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        try {
            // Not the lenient decoder: two different texts must not become the same.
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(in.body().getBytes()))
                            .toString();
            return route.apply(new Call.Body(mediaType, text));
        } catch (CharacterCodingException e) {
            return Reply.of(Problems.badRequest("The body is not UTF-8."));
        }
    }
}
