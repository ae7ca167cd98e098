package dev.sallyport.gateway.config;

import dev.sallyport.gateway.yaml.Value;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Files and folders that a configuration names, relative to its own folder. That they are there is checked when the
/// configuration is read, so that the gateway does not start today and fail at midnight.
final class Files {
    private static final Set<PosixFilePermission> NOT_FOR_KEYS =
            Set.of(
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private final Path folder;

    Files(Path folder) {
        this.folder = folder;
    }

    Path inFolder(String name) {
        return folder.resolve(name).normalize();
    }

    /// A folder that is there, or can be made.
    Optional<Path> folder(Value value) {
        return path(value)
                .flatMap(path ->
                        java.nio.file.Files.exists(path) && !java.nio.file.Files.isDirectory(path)
                                ? value.fail("a folder; there is a file of that name")
                                : Optional.of(path));
    }

    /// A file that is there and may be read.
    Optional<Path> readable(Value value) {
        return path(value)
                .flatMap(path -> {
                    if (!java.nio.file.Files.isRegularFile(path)) {
                        return value.fail("a file; there is none at " + path);
                    }
                    return java.nio.file.Files.isReadable(path)
                            ? Optional.of(path)
                            : value.fail("a file that may be read; " + path + " may not");
                });
    }

    /// A file as [#readable], that others on this machine may not read.
    Optional<Path> secret(Value value) {
        return readable(value)
                .flatMap(path -> {
                    try {
                        Set<PosixFilePermission> permissions =
                                java.nio.file.Files.getPosixFilePermissions(path);
                        return permissions.stream().anyMatch(NOT_FOR_KEYS::contains)
                                ? value.fail(
                                        "a key that only its owner may read, mode 0600; it has "
                                                + PosixFilePermissions.toString(permissions))
                                : Optional.of(path);
                    } catch (UnsupportedOperationException e) {
                        return Optional.of(path); // a file system without such permissions
                    } catch (IOException e) {
                        return value.fail("a file whose permissions can be read: " + e);
                    }
                });
    }

    /// A path in its absolute form; whether it is there is not asked.
    Optional<Path> path(Value value) {
        return value.text()
                .flatMap(text -> {
                    try {
                        return Optional.of(inFolder(text));
                    } catch (InvalidPathException e) {
                        return value.fail("a path");
                    }
                });
    }
}
