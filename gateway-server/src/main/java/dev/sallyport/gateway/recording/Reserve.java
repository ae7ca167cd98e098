package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Disk space set aside while there is some, so that on a full disk open recordings can still be sealed.
final class Reserve {
    /// A seal takes one block of 4 KiB at most: enough for a thousand sessions.
    static final int BYTES = 4 * 1024 * 1024;

    private final Path file;
    private final Disk disk;

    Reserve(Path folder, Disk disk) {
        this.file = folder.resolve(".reserve");
        this.disk = disk;
    }

    /// Fills the file, unless that was done at an earlier start.
    void setAside() throws IOException {
        if (Files.exists(file) && Files.size(file) == BYTES) {
            return;
        }
        disk.delete(file);
        try (Disk.DiskFile to = disk.create(file)) {
            // Written, not just given a length: a sparse file would reserve nothing.
            to.write(new ByteBuffer[] {ByteBuffer.allocate(BYTES)}, 1);
            to.force();
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + ": cannot be replaced", e);
        }
    }

    void release() throws IOException {
        disk.delete(file);
    }
}
