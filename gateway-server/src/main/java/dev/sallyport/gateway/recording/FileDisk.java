package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The real file system.
public final class FileDisk implements Disk {
    static final FileAttribute<?>[] OWNER_ONLY_FILE = ownerOnly("rw-------");
    public static final FileAttribute<?>[] OWNER_ONLY_FOLDER = ownerOnly("rwx------");

    @Override
    public DiskFile create(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new Opened(FileChannel.open(file, options, OWNER_ONLY_FILE));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            channel.position(channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new Opened(channel);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        // Windows cannot open folders; there the names last without.
        if (OWNER_ONLY_FILE.length > 0) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// None on file systems that do not have such permissions.
    private static FileAttribute<?>[] ownerOnly(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }

    private record Opened(FileChannel channel) implements DiskFile {
        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            // One buffer is the usual case, and the way through a vector is longer.
            ByteBuffer last = buffers[count - 1];
            while (last.hasRemaining()) {
                if (count == 1) {
                    channel.write(last);
                } else {
                    channel.write(buffers, 0, count);
                }
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
            channel.position(length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
