package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.secrets.SealedStore;
import dev.sallyport.gateway.secrets.SecretException;
import dev.sallyport.gateway.storage.Database;
import dev.sallyport.gateway.storage.SealedSecretStore;
import dev.sallyport.gateway.storage.StorageException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `sallyport secret`: puts targets' credentials into the sealed store, where a configuration names them `sealed:NAME`.
///
/// A secret comes from standard input or is typed unseen, never from the command line, which other users can read. It
/// works while the gateway runs; the next connection uses what was put.
@Command(
        name = "secret",
        description = "Keep targets' credentials sealed: put, list, delete.",
        synopsisSubcommandLabel = "(put | list | delete)")
public final class SecretCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            required = true,
            scope = ScopeType.INHERIT,
            description = "the gateway's state folder, with its database")
    private @Nullable Path state;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "the key file (default: " + SealedStore.KEY_FILE_NAME + " in the state folder)")
    private @Nullable Path key;

    @Spec private @Nullable CommandSpec spec;

    /// Without a subcommand it only explains itself.
    @Override
    public Integer call() {
        spec().commandLine().usage(spec().commandLine().getErr());
        return 2;
    }

    @Command(name = "put", description = "Seal a secret, read from standard input or typed unseen.")
    int put(
            @Parameters(paramLabel = "NAME", description = "1 to 63 of A-Z a-z 0-9 . _ -")
                    String name) {
        return with(store -> {
            store.put(name, readSecret());
            return List.of("sealed " + name + "; name it in the configuration as sealed:" + name);
        });
    }

    @Command(name = "list", description = "List the names of sealed secrets.")
    int list() {
        return with(SealedStore::names);
    }

    @Command(name = "delete", description = "Delete a sealed secret.")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        return with(store -> {
            if (!store.delete(name)) {
                throw new IllegalArgumentException(
                        "sealed secret: " + name + " (expected: one that `secret list` shows)");
            }
            return List.of("deleted " + name);
        });
    }

    private int with(Function<SealedStore, List<String>> work) {
        Path folder = Objects.requireNonNull(state, "--state is required");
        Path keyFile = key == null ? folder.resolve(SealedStore.KEY_FILE_NAME) : key;
        try (Database database = Database.open(folder)) {
            work.apply(new SealedStore(new SealedSecretStore(database), keyFile))
                    .forEach(spec().commandLine().getOut()::println);
            return DONE;
        } catch (StorageException | SecretException | IllegalArgumentException e) {
            spec().commandLine().getErr().println(e.getMessage());
            return FAILED;
        }
    }

    private static String readSecret() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> Optional.ofNullable(console.readPassword("Secret: ")))
                .map(typed -> typed.map(String::new).orElse(""))
                .orElseGet(() -> readSecret(System.in));
    }

    static String readSecret(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(SealedStore.SECRET_BYTES_MAX + 2);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new IllegalArgumentException("standard input: cannot be read: " + e, e);
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "set by picocli");
    }
}
