package dev.sallyport.gateway.config;

import dev.sallyport.gateway.yaml.Value;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads references to secrets, which never stand in the configuration themselves.
final class SecretReader {
    private static final Pattern ENVIRONMENT = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SEALED = Pattern.compile("sealed:[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Files files;

    SecretReader(Files files) {
        this.files = files;
    }

    /// The message does not repeat what it found: that may be the secret.
    Optional<String> read(Value value) {
        Optional<String> text = value.quietText();
        if (text.isPresent()) {
            if (ENVIRONMENT.matcher(text.get()).matches() || SEALED.matcher(text.get()).matches()) {
                return text;
            }
            if (text.get().startsWith("file:") && text.get().length() > "file:".length()) {
                return Optional.of(
                        "file:" + files.inFolder(text.get().substring("file:".length())));
            }
        }
        value.problem("not a reference to a secret (expected: env:NAME, file:PATH or sealed:NAME)");
        return Optional.empty();
    }
}
