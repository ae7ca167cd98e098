package dev.sallyport.gateway.secrets;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says where a credential is to be found; never the credential itself, which has no place in a configuration file.
public sealed interface CredentialReference {
    /// The variable of the gateway's own environment: `env:NAME`.
    record FromEnvironment(String variable) implements CredentialReference {
        @Override
        public String toString() {
            return "env:" + variable;
        }
    }

    /// A file, absolute or beside the configuration file: `file:PATH`.
    record FromFile(Path path) implements CredentialReference {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /// The sealed store: `sealed:NAME`.
    record Sealed(String name) implements CredentialReference {
        @Override
        public String toString() {
            return "sealed:" + name;
        }
    }

    Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// @throws IllegalArgumentException where it is no reference; the text is not repeated, as it may be a password that
    ///     somebody wrote there
    static CredentialReference parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        switch (kind) {
            case "env" -> {
                if (VARIABLE.matcher(rest).matches()) {
                    return new FromEnvironment(rest);
                }
            }
            case "file" -> {
                try {
                    if (!rest.isBlank()) {
                        return new FromFile(Path.of(rest));
                    }
                } catch (InvalidPathException e) {
                    throw notAReference(e);
                }
            }
            case "sealed" -> {
                SealedStore.requireName(rest);
                return new Sealed(rest);
            }
            default -> throw notAReference(null);
        }
        throw notAReference(null);
    }

    private static IllegalArgumentException notAReference(@Nullable Throwable cause) {
        return new IllegalArgumentException(
                "credential: no reference (expected: env:NAME, file:PATH or sealed:NAME; never the secret itself)",
                cause);
    }
}
