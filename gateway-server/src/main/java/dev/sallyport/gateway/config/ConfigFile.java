package dev.sallyport.gateway.config;

import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.gateway.yaml.Problems;
import dev.sallyport.gateway.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads `gateway.yaml`, and tells all that is wrong with it at once.
public final class ConfigFile {
    public static final String SCHEMA = "sallyport.gateway/v1";

    private ConfigFile() {}

    /// What came of reading a file.
    public sealed interface Loaded {
        record Ready(GatewayConfig config) implements Loaded {}

        /// @param problems all of them, in the order of the file; never empty
        record Faulty(List<Problem> problems) implements Loaded {
            public Faulty {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Reads a configuration of at most 1 MiB. Files that it names are looked for, and not read.
    public static Loaded load(Path file) {
        Problems problems = new Problems(file.toString());
        Optional<GatewayConfig> config =
                YamlFile.text(file, problems)
                        .flatMap(text -> YamlFile.parse(text, SCHEMA, problems))
                        .flatMap(top ->
                                new ConfigReader(file.toAbsolutePath().normalize()).read(top));
        return problems.isEmpty() && config.isPresent()
                ? new Loaded.Ready(config.get())
                : new Loaded.Faulty(problems.all());
    }
}
