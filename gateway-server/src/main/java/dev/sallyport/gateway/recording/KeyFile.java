package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Files with private keys: whole or not there at all, and nobody's but their owner's.
public final class KeyFile {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    /// Writes the key under another name first, so that a crash leaves the file as it was.
    public static void write(Path file, String pem) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, FileDisk.OWNER_ONLY_FILE);
        Files.writeString(temporary, pem, StandardCharsets.US_ASCII);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// @throws IOException where it cannot be read, or where others may read it
    public static String read(Path file) throws IOException {
        PosixFileAttributeView posix =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            for (PosixFilePermission permission : posix.readAttributes().permissions()) {
                if (OTHERS.contains(permission)) {
                    throw new IOException(
                            file
                                    + ": "
                                    + permission
                                    + " (expected: readable by its owner only, mode 0600)");
                }
            }
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /// Writes what everybody may read, unless it stands there already.
    static void publish(Path file, String pem) throws IOException {
        if (!Files.exists(file) || !Files.readString(file, StandardCharsets.UTF_8).equals(pem)) {
            Files.writeString(file, pem, StandardCharsets.US_ASCII);
        }
    }
}
