package dev.sallyport.gateway.storage;

import org.jspecify.annotations.Nullable;

/// The database cannot be opened, read or written. The message names the file, and what whoever runs the gateway can do.
public final class StorageException extends RuntimeException {
    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
