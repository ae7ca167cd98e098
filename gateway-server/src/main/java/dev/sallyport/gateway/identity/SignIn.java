package dev.sallyport.gateway.identity;

import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.target.TargetName;

/// Tells who somebody is from what they show: an identity provider's token or a pass.
public interface SignIn {
    /// Checks a token or pass. May wait for the network, so it is called on a virtual thread.
    ///
    /// @param target what a pass must be bound to
    Result identify(String secret, TargetName target);

    /// Checks a token of an identity provider, and nothing else: a pass opens one target, never the control API. May
    /// wait for the network, so it is called on a virtual thread.
    ///
    /// Refuses everything unless it is overridden.
    default Result identifyToken(String token) {
        return new Result.Unknown(
                new Refusal(
                        Refusal.Kind.NOT_IDENTIFIED,
                        "the gateway takes no tokens here",
                        "ask the gateway's administrator"),
                "this way of signing in does not check tokens by themselves");
    }

    sealed interface Result {
        /// @param with `token` or `pass`, for the recording
        record Known(Identity identity, String with) implements Result {}

        /// @param detail what exactly was wrong, for the log and the recording; never told to the client in full
        record Unknown(Refusal refusal, String detail) implements Result {}
    }
}
