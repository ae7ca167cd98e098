package dev.sallyport.gateway.protocol.postgres;

/// The other side of a SCRAM exchange broke its rules or does not know the password.
final class ScramFailure extends RuntimeException {
    ScramFailure(String message) {
        super(message);
    }
}
