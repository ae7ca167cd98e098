package dev.sallyport.gateway.protocol;

/// How the door speaks with somebody who wants in. Exactly one of these is called, on the connection's event loop.
public interface LoginPrompts {
    /// They are in: the recording is open, and the target may be dialled.
    void admitted(Session session);

    void refused(Refusal refusal);
}
