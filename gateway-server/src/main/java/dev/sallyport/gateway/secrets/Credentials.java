package dev.sallyport.gateway.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds the credential that a reference names, afresh each time: a rotated credential is used by the next connection,
/// and none lies about in memory in between.
public final class Credentials {
    static final int FILE_BYTES_MAX = SealedStore.SECRET_BYTES_MAX;

    private final Path folder;
    private final UnaryOperator<@Nullable String> environment;
    private final SealedStore sealed;

    /// @param folder what relative paths are relative to: the configuration file's own
    /// @param environment a variable's value or null, as [System#getenv(String)]
    public Credentials(
            Path folder, UnaryOperator<@Nullable String> environment, SealedStore sealed) {
        this.folder = folder;
        this.environment = environment;
        this.sealed = sealed;
    }

    /// Looks it up now. May wait for the disk, so it is called on a virtual thread.
    public Resolved resolve(CredentialReference reference) {
        try {
            return switch (reference) {
                case CredentialReference.FromEnvironment(String variable) ->
                        fromEnvironment(variable);
                case CredentialReference.FromFile(Path path) -> fromFile(folder.resolve(path));
                case CredentialReference.Sealed(String name) ->
                        sealed.get(name)
                                .<Resolved>map(Secret::new)
                                .orElseGet(() ->
                                        new Missing(
                                                "sealed:"
                                                        + name
                                                        + ": no such secret (sallyport secret put "
                                                        + name
                                                        + " makes it)"));
            };
        } catch (RuntimeException e) {
            // The sealed store or the database underneath: no credential, whatever the reason.
            return new Missing(reference + ": " + e.getMessage());
        }
    }

    private Resolved fromEnvironment(String variable) {
        String value = environment.apply(variable);
        return value == null || value.isEmpty()
                ? new Missing("env:" + variable + ": not set in the gateway's environment")
                : new Secret(value);
    }

    private static Resolved fromFile(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return new Missing("file:" + file + ": no such file");
            }
            if (PrivateFile.isWorldReadable(file)) {
                return new Missing(
                        "file:"
                                + file
                                + ": everybody on this machine may read it (expected: chmod 600)");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            }
            if (bytes.length > FILE_BYTES_MAX) {
                return new Missing("file:" + file + ": over " + FILE_BYTES_MAX + " bytes");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            String secret = withoutLineEnd(text);
            return secret.isEmpty() ? new Missing("file:" + file + ": empty") : new Secret(secret);
        } catch (NoSuchFileException e) {
            return new Missing("file:" + file + ": no such file");
        } catch (CharacterCodingException e) {
            return new Missing("file:" + file + ": not UTF-8");
        } catch (IOException e) {
            return new Missing("file:" + file + ": cannot be read: " + e);
        }
    }

    // One line end only: a password may end in a space, or even in a line end.
    private static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /// What came of looking a credential up.
    public sealed interface Resolved {}

    public record Secret(String value) implements Resolved {
        @Override
        public String toString() {
            return "a secret";
        }
    }

    /// @param why names the reference and what is wrong with it, for the log; no secret
    public record Missing(String why) implements Resolved {}
}
