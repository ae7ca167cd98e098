package dev.sallyport.gateway.protocol;

import dev.sallyport.model.policy.Masks;

/// The gate's word on one statement: exactly one of these, once, on the session's event loop.
public interface Reply {
    /// It may go: its record has a receipt.
    void go(Masks masks);

    void refuse(Refusal refusal);
}
