package dev.sallyport.gateway.secrets;

import java.util.List;
import java.util.Optional;

/// Where sealed secrets are kept: names, and bytes that only [SealedStore] can open. Every call waits for the disk.
public interface SealedRows {
    /// Adds it, or replaces the one of that name.
    void put(String name, byte[] sealed);

    Optional<byte[]> get(String name);

    /// All names, sorted.
    List<String> names();

    /// @return whether there was one of that name
    boolean delete(String name);
}
