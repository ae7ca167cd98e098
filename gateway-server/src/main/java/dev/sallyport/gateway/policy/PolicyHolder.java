package dev.sallyport.gateway.policy;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Holds the policy that is in force. A new version takes over whole, or not at all.
///
/// Who asks takes the policy once for each statement: an open session follows the new version at its next statement, and
/// no statement is decided by two.
public final class PolicyHolder implements Supplier<Policy> {
    private final AtomicReference<FilePolicy> current;

    public PolicyHolder(FilePolicy first) {
        current = new AtomicReference<>(first);
    }

    @Override
    public FilePolicy get() {
        return current.get();
    }

    void set(FilePolicy next) {
        current.set(next);
    }
}
