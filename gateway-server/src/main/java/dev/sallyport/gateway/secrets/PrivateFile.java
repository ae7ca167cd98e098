package dev.sallyport.gateway.secrets;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files that nobody but their owner may read: 0600. Where a file system knows no such permissions (Windows), the
/// folder's own protection has to do.
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFile() {}

    /// Makes an empty file of permissions 0600, or gives an existing one these permissions.
    public static void make(Path file) throws IOException {
        try {
            create(file);
        } catch (FileAlreadyExistsException e) {
            if (hasPermissions(file)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        }
    }

    /// Makes an empty file of permissions 0600 that did not exist before.
    ///
    /// @throws FileAlreadyExistsException where it did
    static void create(Path file) throws IOException {
        if (Files.getFileStore(file.toAbsolutePath().getParent())
                .supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(file);
        }
    }

    /// Whether everybody on this machine may read it.
    static boolean isWorldReadable(Path file) throws IOException {
        return hasPermissions(file)
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    /// Whether nobody but its owner may read or write it.
    static boolean isOwnerOnly(Path file) throws IOException {
        return !hasPermissions(file)
                || Files.getPosixFilePermissions(file).stream()
                        .allMatch(permission -> permission.name().startsWith("OWNER_"));
    }

    private static boolean hasPermissions(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
