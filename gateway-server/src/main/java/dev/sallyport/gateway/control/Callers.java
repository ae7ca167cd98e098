package dev.sallyport.gateway.control;

import dev.sallyport.gateway.identity.SignIn;
import dev.sallyport.gateway.policy.Policy;
import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.model.control.Problem;
import dev.sallyport.model.identity.Identity;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells who calls, from the bearer token (RFC 6750) of the request, and which roles policy gives them now.
final class Callers {
    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final String SCHEME = "bearer ";
    // RFC 6750 section 2.1, b64token: nothing else is worth the trouble of checking.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final SignIn signIn;
    private final Supplier<Policy> policy;

    Callers(SignIn signIn, Supplier<Policy> policy) {
        this.signIn = signIn;
        this.policy = policy;
    }

    sealed interface Result {
        /// @param identity with the roles that policy gives them now
        record Known(Identity identity) implements Result {}

        record Unknown(Problem problem) implements Result {}
    }

    Result ofHeader(List<String> authorization, String from) {
        if (authorization.size() != 1
                || !authorization.getFirst().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return new Result.Unknown(
                    Problems.notSignedIn(
                            "The request has no bearer token.",
                            "Send exactly one header 'Authorization: Bearer TOKEN' with a token of your identity provider."));
        }
        return ofToken(authorization.getFirst().substring(SCHEME.length()).strip(), from);
    }

    Result ofToken(String token, String from) {
        if (!TOKEN.matcher(token).matches()) {
            return new Result.Unknown(
                    Problems.notSignedIn(
                            "What the request gives as a token is none.",
                            "Send a token of your identity provider."));
        }
        return switch (signIn.identifyToken(token)) {
            case SignIn.Result.Known known ->
                    new Result.Known(
                            known.identity().withRoles(policy.get().rolesOf(known.identity())));
            case SignIn.Result.Unknown unknown -> {
                LOG.info("refused at the control API: from {}: {}", from, unknown.detail());
                Refusal refusal = unknown.refusal();
                yield new Result.Unknown(
                        Problems.notSignedIn(
                                refusal.message(),
                                refusal.hint().isEmpty()
                                        ? "Get a fresh token from your identity provider and try again."
                                        : refusal.hint()));
            }
        };
    }
}
