package dev.sallyport.gateway.identity;

import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.model.target.TargetName;
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
        try {
            if (Tokens.looksLikeToken(secret)) {
                return tokens.check(secret);
            }
            if (Passes.looksLikePass(secret)) {
                return passes.check(secret, target);
            }
        } catch (RuntimeException e) {
            LOG.error("sign-in not checked target={}", target, e);
            return Refusals.notIdentified(
                    "the gateway cannot check tokens and passes just now",
                    "try again shortly; if it stays so, tell whoever runs the gateway",
                    "sign-in failed inside: " + e);
        }
        return Refusals.notIdentified(
                "the password is neither a token nor a pass",
                "give a token of your identity provider, or a pass for " + target + ", as the password",
                "a secret of " + secret.length() + " characters, neither token nor pass");
    }

    @Override
    public Result identifyToken(String token) {
        try {
            return tokens.check(token);
        } catch (RuntimeException e) {
            LOG.error("token not checked", e);
            return Refusals.notIdentified(
                    "the gateway cannot check tokens just now",
                    "try again shortly; if it stays so, tell whoever runs the gateway",
                    "sign-in failed inside: " + e);
        }
    }
}
