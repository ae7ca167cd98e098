package dev.sallyport.gateway.secrets;

import org.jspecify.annotations.Nullable;

/// A sealed secret or its key cannot be used. The message says why, and never what the secret is.
public final class SecretException extends RuntimeException {
    SecretException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
