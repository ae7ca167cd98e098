package dev.sallyport.gateway.identity;

import dev.sallyport.model.target.TargetName;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells tokens from passes by their look and has each checked by those who can.
///
/// The two cannot be confused: a token has two dots, a pass has a prefix and none. Whatever goes wrong inside is a
/// refusal, never an open door.
public final class OidcSignIn implements SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);

    private final Tokens tokens;
    private final Passes passes;

    public OidcSignIn(Tokens tokens, Passes passes) {
        this.tokens = tokens;
        this.passes = passes;
    }

    @Override
    public Result identify(String secret, TargetName target) {
        if (Tokens.looksLikeToken(secret)) {
            return orRefused(() -> tokens.check(secret));
        }
        if (Passes.looksLikePass(secret)) {
            return orRefused(() -> passes.check(secret, target));
        }
        return Refusals.notIdentified(
                "the password is neither a token nor a pass",
                "give a token of your identity provider, or a pass for "
                        + target
                        + ", as the password",
                "a secret of " + secret.length() + " characters, neither token nor pass");
    }

    @Override
    public Result identifyToken(String token) {
        return orRefused(() -> tokens.check(token));
    }

    private static Result orRefused(Supplier<Result> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            LOG.error("sign-in not checked", e);
            return Refusals.notIdentified(
                    "the gateway cannot check tokens and passes just now",
                    "try again shortly; if it stays so, tell whoever runs the gateway",
                    "sign-in failed inside: " + e);
        }
    }
}
