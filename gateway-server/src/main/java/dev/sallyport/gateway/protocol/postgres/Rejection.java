package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Refusal;

/// Why a batch does not reach the target, in the protocol's form.
record Rejection(String sqlState, String message, String hint) {
    static Rejection of(Refusal refusal) {
        return new Rejection(Answers.sqlState(refusal.kind()), refusal.message(), refusal.hint());
    }

    static Rejection of(ProtocolError error) {
        return new Rejection(error.sqlState(), error.getMessage(), "");
    }
}
