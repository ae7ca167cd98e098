package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.gateway.yaml.Problems;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.YamlFile;
import dev.sallyport.model.statement.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A policy file that was read without a problem: the policy, and the examples that must hold before it is used.
///
/// @param name how messages name the file
/// @param text all of it
public record PolicyFile(String name, String text, FilePolicy policy, List<PolicyTest> tests) {
    public static final String SCHEMA = "sallyport.policy/v1";

    public PolicyFile {
        tests = List.copyOf(tests);
    }

    /// What came of reading a file.
    public sealed interface Loaded {
        record Ready(PolicyFile file) implements Loaded {}

        /// @param problems all of them, in the order of the file; never empty
        record Faulty(List<Problem> problems) implements Loaded {
            public Faulty {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Reads a policy of at most 1 MiB. Its tests are not run: see [#failures].
    public static Loaded load(Path file) {
        return load(file, Optional.empty());
    }

    /// Reads a policy of at most 1 MiB for a gateway with these targets: a rule that names another one is a mistake.
    public static Loaded load(Path file, Optional<Set<String>> targets) {
        Problems problems = new Problems(file.toString());
        Optional<String> text = YamlFile.text(file, problems);
        return text.isPresent()
                ? parse(file.toString(), text.get(), targets)
                : new Loaded.Faulty(problems.all());
    }

    /// Reads a policy from its text.
    ///
    /// @param name how messages name the file
    public static Loaded parse(String name, String text) {
        return parse(name, text, Optional.empty());
    }

    /// Reads a policy from its text, for a gateway with these targets.
    ///
    /// @param name how messages name the file
    /// @param targets the targets there are; empty where nobody knows them
    public static Loaded parse(String name, String text, Optional<Set<String>> targets) {
        Problems problems = new Problems(name);
        Optional<PolicyFile> file =
                YamlFile.parse(text, SCHEMA, problems).map(top -> read(name, text, top, targets));
        return problems.isEmpty() && file.isPresent()
                ? new Loaded.Ready(file.get())
                : new Loaded.Faulty(problems.all());
    }

    /// Runs the tests of the file.
    ///
    /// @param reader tells what an SQL text does
    /// @return the tests that do not hold, each as a problem at its line; empty if all hold
    public List<Problem> failures(Function<String, List<Action>> reader) {
        Problems problems = new Problems(name);
        tests.forEach(test ->
                test.run(policy, reader).ifPresent(failure -> problems.add(test.spot(), failure)));
        return problems.all();
    }

    /// What is wrong with the policy where the gateway has no key for masks: each hash and token, as a problem at its line.
    public List<Problem> problemsWithoutMaskKey() {
        Problems problems = new Problems(name);
        policy.masks().stream()
                .filter(mask -> mask.rule().kind().isKeyed())
                .forEach(mask ->
                        problems.add(
                                mask.spot(),
                                "mask '"
                                        + mask.rule().id()
                                        + "' makes a "
                                        + mask.rule().kind().word()
                                        + ", and the gateway has no key for it (expected: masking: {key: sealed:NAME}"
                                        + " in gateway.yaml, or another 'with')"));
        return problems.all();
    }

    /// Runs one of the tests.
    ///
    /// @return what is wrong; empty where it holds
    public Optional<Problem> failure(PolicyTest test, Function<String, List<Action>> reader) {
        return test.run(policy, reader).map(failure -> new Problem(name, test.spot(), failure));
    }

    /// The JSON Schema (draft 2020-12) of these files. It knows their form, and not whether a role, a target or a condition
    /// makes sense: the reader is stricter.
    public static String jsonSchema() {
        try (InputStream in = PolicyFile.class.getResourceAsStream("policy.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("policy.schema.json: missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("policy.schema.json", e);
        }
    }

    private static PolicyFile read(
            String name, String text, Section top, Optional<Set<String>> targets) {
        PolicyReader reader = new PolicyReader(top, targets);
        return new PolicyFile(name, text, reader.policy(sha256(text)), reader.tests());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
