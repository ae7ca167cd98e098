package dev.sallyport.gateway.protocol;

import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Masks;

/// The gate's word on one statement: exactly one of these, once, on the session's event loop.
public interface Reply {
    /// It may go: its record has a receipt.
    ///
    /// @param masks what is to be hidden in what it brings
    /// @param limits what it may bring and take; the protocol sees to them
    void go(Masks masks, Limits limits);

    void refuse(Refusal refusal);
}
