package dev.sallyport.gateway.policy;

import java.util.List;
import java.util.Optional;

/// Where every policy that was ever in force is kept: recordings name them by their hash for years. May wait for a disk.
public interface VersionStore {
    /// Keeps the activation, and the text it is about if that is new.
    void add(Activation activation, String text);

    /// The newest first.
    ///
    /// @param max how many at most
    List<Activation> latest(int max);

    /// How many there are.
    int count();

    Optional<Activation> find(int number);

    /// The newest before this number with another text than that.
    Optional<Activation> before(int number, String sha256);

    /// The newest of those whose text's hash begins so.
    Optional<Activation> findByHash(String beginning);

    /// The text with this hash.
    Optional<String> text(String sha256);
}
