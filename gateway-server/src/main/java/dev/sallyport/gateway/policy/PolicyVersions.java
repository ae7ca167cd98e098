package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.policy.Activation.By;
import dev.sallyport.gateway.policy.Activation.How;
import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.statement.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Brings policies into force, and back: each is read and its tests are run first, it is recorded before it counts, and
/// kept for ever.
///
/// Safe on every thread; two activations at once happen one after the other. May wait for a disk, so it is not for an
/// event loop.
public final class PolicyVersions {
    private final PolicyHolder holder;
    private final VersionStore store;
    private final Means means;
    private final ReentrantLock lock = new ReentrantLock();

    /// Whether the gateway has a key for masks that hash.
    public enum MaskKey {
        CONFIGURED,
        MISSING
    }

    /// What texts are read and judged by.
    ///
    /// @param file the policy file that is configured
    /// @param targets the targets that are configured
    /// @param maskKey where it is missing, no policy that needs one is taken
    /// @param reader tells what an SQL text does, for the tests
    public record Means(
            Path file,
            Set<String> targets,
            MaskKey maskKey,
            Function<String, List<Action>> reader,
            Clock clock) {
        public Means {
            targets = Set.copyOf(targets);
        }
    }

    /// Puts on record what is about to happen.
    public interface Witness {
        /// @param from what is in force now
        /// @param to what will be
        /// @throws IOException where it cannot be recorded; then nothing happens
        void of(Activation from, Activation to) throws IOException;
    }

    /// What came of it.
    public sealed interface Result {
        record Activated(Activation activation) implements Result {}

        /// The text has problems, or tests that do not hold.
        ///
        /// @param problems in the order of the file; never empty
        record Faulty(List<Problem> problems) implements Result {
            public Faulty {
                problems = List.copyOf(problems);
            }
        }

        /// That text is in force already.
        record Unchanged(Activation activation) implements Result {}

        /// There is no earlier version with another text.
        record NothingEarlier() implements Result {}
    }

    /// What a text was found to be.
    ///
    /// @param version its hash; null where it cannot be read as a policy
    /// @param tests how many it has
    /// @param problems empty for one that could be activated
    public record Checked(@Nullable String version, int tests, List<Problem> problems) {
        public Checked {
            problems = List.copyOf(problems);
        }
    }

    public PolicyVersions(PolicyHolder holder, VersionStore store, Means means) {
        this.holder = holder;
        this.store = store;
        this.means = means;
    }

    /// Settles which policy is in force when the gateway starts: what came from the file is read from the file again,
    /// changed or not; what somebody activated or rolled back to stays, whatever the file says.
    ///
    /// @param configured the configured file, read and with tests that hold
    /// @return the activation that this made; empty where none was needed
    /// @throws IOException where the version in force cannot be used by this program
    public Optional<Activation> begin(PolicyFile configured) throws IOException {
        Optional<Activation> last = store.latest(1).stream().findFirst();
        if (last.isPresent() && !last.get().how().isFromFile()) {
            holder.set(kept(last.get()));
            return Optional.empty();
        }
        holder.set(configured.policy());
        if (last.isPresent() && last.get().sha256().equals(configured.policy().version())) {
            return Optional.empty();
        }
        Activation first = next(last, configured, How.START, By.OPERATOR, "", null);
        store.add(first, configured.text());
        return Optional.of(first);
    }

    private FilePolicy kept(Activation active) throws IOException {
        String name = "policy version " + active.number();
        return switch (read(name, text(active))) {
            case PolicyFile.Loaded.Faulty(List<Problem> problems) -> throw unusable(name, problems);
            case PolicyFile.Loaded.Ready(PolicyFile file) -> {
                if (!withoutKey(file).isEmpty()) {
                    throw unusable(name, withoutKey(file));
                }
                yield file.policy();
            }
        };
    }

    private static IOException unusable(String name, List<Problem> problems) {
        return new IOException(
                name
                        + ", which is in force, cannot be used: "
                        + problems.getFirst()
                        + " (expected: a policy that this gateway, with its targets and keys, can use)");
    }

    private List<Problem> withoutKey(PolicyFile file) {
        return means.maskKey() == MaskKey.MISSING ? file.problemsWithoutMaskKey() : List.of();
    }

    /// What keeps a policy that was read from being used.
    private List<Problem> failures(PolicyFile file) {
        List<Problem> failures = new ArrayList<>(file.failures(means.reader()));
        failures.addAll(withoutKey(file));
        return failures;
    }

    /// Brings this text into force.
    public Result activate(String text, By by, String reason, Witness witness) throws IOException {
        return change(
                PolicyFile.parse("policy.yaml", text, Optional.of(means.targets())),
                How.ACTIVATE,
                by,
                reason,
                witness);
    }

    /// Reads the configured file again and brings it into force.
    public Result reload(By by, String reason, Witness witness) throws IOException {
        return change(
                PolicyFile.load(means.file(), Optional.of(means.targets())),
                How.RELOAD,
                by,
                reason,
                witness);
    }

    /// Brings back what was in force before; again, what was in force before that.
    public Result rollback(By by, String reason, Witness witness) throws IOException {
        lock.lock();
        try {
            Activation now = active();
            Optional<Activation> before = store.before(now.effective(), now.sha256());
            if (before.isEmpty()) {
                return new Result.NothingEarlier();
            }
            Activation back = before.get();
            return switch (read("policy version " + back.number(), text(back))) {
                case PolicyFile.Loaded.Faulty(List<Problem> problems) ->
                        new Result.Faulty(problems);
                case PolicyFile.Loaded.Ready(PolicyFile file) ->
                        takeOver(file, How.ROLLBACK, by, reason, back.effective(), witness);
            };
        } finally {
            lock.unlock();
        }
    }

    private Result change(PolicyFile.Loaded loaded, How how, By by, String reason, Witness witness)
            throws IOException {
        lock.lock();
        try {
            return switch (loaded) {
                case PolicyFile.Loaded.Faulty(List<Problem> problems) ->
                        new Result.Faulty(problems);
                case PolicyFile.Loaded.Ready(PolicyFile file) -> {
                    Activation now = active();
                    boolean isInForce = file.policy().version().equals(now.sha256());
                    // What is in force already may still have to become the file's, or no more.
                    yield isInForce && how.isFromFile() == now.how().isFromFile()
                            ? new Result.Unchanged(now)
                            : takeOver(file, how, by, reason, null, witness);
                }
            };
        } finally {
            lock.unlock();
        }
    }

    private Result takeOver(
            PolicyFile file,
            How how,
            By by,
            String reason,
            @Nullable Integer restores,
            Witness witness)
            throws IOException {
        List<Problem> failures = failures(file);
        if (!failures.isEmpty()) {
            return new Result.Faulty(failures);
        }
        Activation now = active();
        Activation next = next(Optional.of(now), file, how, by, reason, restores);
        witness.of(now, next);
        store.add(next, file.text());
        holder.set(file.policy());
        return new Result.Activated(next);
    }

    private Activation next(
            Optional<Activation> last,
            PolicyFile file,
            How how,
            By by,
            String reason,
            @Nullable Integer restores) {
        return new Activation(
                last.map(Activation::number).orElse(0) + 1,
                file.policy().version(),
                how,
                by,
                reason,
                means.clock().instant(),
                restores);
    }

    /// Reads a text and runs its tests, and changes nothing.
    public Checked check(String text) {
        return switch (PolicyFile.parse("policy.yaml", text, Optional.of(means.targets()))) {
            case PolicyFile.Loaded.Faulty(List<Problem> problems) -> new Checked(null, 0, problems);
            case PolicyFile.Loaded.Ready(PolicyFile file) ->
                    new Checked(file.policy().version(), file.tests().size(), failures(file));
        };
    }

    /// What is in force.
    public Activation active() {
        return store.latest(1).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no version yet: not begun"));
    }

    /// The newest first.
    public List<Activation> latest(int max) {
        return store.latest(max);
    }

    public int count() {
        return store.count();
    }

    /// @param name an activation's number, `active`, or at least 8 digits of a text's hash
    public Optional<Activation> find(String name) {
        if (name.equals("active")) {
            return Optional.of(active());
        }
        if (name.matches("[0-9]{1,7}")) {
            return store.find(Integer.parseInt(name));
        }
        return name.matches("[0-9a-f]{8,64}") ? store.findByHash(name) : Optional.empty();
    }

    public String text(Activation activation) {
        return store.text(activation.sha256())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "policy text " + activation.sha256() + ": not kept"));
    }

    private PolicyFile.Loaded read(String name, String text) {
        return PolicyFile.parse(name, text, Optional.of(means.targets()));
    }
}
