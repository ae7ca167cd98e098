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

    sealed interface Result {
        /// @param with `token` or `pass`, for the recording
        record Known(Identity identity, String with) implements Result {}

        /// @param detail what exactly was wrong, for the log and the recording; never told to the client in full
        record Unknown(Refusal refusal, String detail) implements Result {}
    }
}
