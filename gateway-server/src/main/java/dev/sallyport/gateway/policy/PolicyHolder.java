package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.statement.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/// Holds the policy that is in force. A new version takes over whole, or not at all.
///
/// Who asks takes the policy once for each statement: an open session follows the new version at its next statement, and
/// no statement is decided by two.
public final class PolicyHolder implements Supplier<Policy> {
    /// Whether the gateway has a key for masks that hash.
    public enum MaskKey {
        CONFIGURED,
        MISSING
    }

    private final AtomicReference<FilePolicy> current;
    private final MaskKey maskKey;

    /// A holder in a gateway that has no key for masks.
    public PolicyHolder(FilePolicy first) {
        this(first, MaskKey.MISSING);
    }

    /// @param maskKey where it is missing, no policy that needs one is taken
    public PolicyHolder(FilePolicy first, MaskKey maskKey) {
        this.current = new AtomicReference<>(first);
        this.maskKey = maskKey;
    }

    @Override
    public FilePolicy get() {
        return current.get();
    }

    /// Reads the file, runs its tests, and puts the policy in force if there is no problem.
    ///
    /// @param reader tells what an SQL text does, for the tests
    /// @return the problems; empty if the file's policy is in force now
    public List<Problem> reload(Path file, Function<String, List<Action>> reader) {
        return switch (PolicyFile.load(file)) {
            case PolicyFile.Loaded.Faulty(List<Problem> problems) -> problems;
            case PolicyFile.Loaded.Ready(PolicyFile read) -> {
                List<Problem> failures = new ArrayList<>(read.failures(reader));
                if (maskKey == MaskKey.MISSING) {
                    failures.addAll(read.problemsWithoutMaskKey());
                }
                if (failures.isEmpty()) {
                    current.set(read.policy());
                }
                yield failures;
            }
        };
    }
}
