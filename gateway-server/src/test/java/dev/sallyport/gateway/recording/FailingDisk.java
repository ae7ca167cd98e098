package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// A real disk on which, once armed, the n-th operation fails, and every one after it unless it is told to heal.
///
/// Counted are create, open, write, force and truncate; deleting and closing always work, as they do on a full disk.
public final class FailingDisk implements Disk {
    private final Disk disk = new FileDisk();
    private final AtomicLong operationsLeft = new AtomicLong(Long.MAX_VALUE);
    private volatile Afterwards afterwards = Afterwards.STAYS_BROKEN;

    /// What follows the failure.
    public enum Afterwards {
        STAYS_BROKEN,
        /// As a full disk does once the reserve is released.
        WORKS_AGAIN
    }

    /// Lets so many further operations succeed, then fails.
    public void failAfter(long operations, Afterwards then) {
        afterwards = then;
        operationsLeft.set(operations);
    }

    /// How many of them are left; negative once the disk has failed.
    public long operationsLeft() {
        return operationsLeft.get();
    }

    private void count(String what) throws IOException {
        long left = operationsLeft.decrementAndGet();
        if (left == -1 || (left < -1 && afterwards == Afterwards.STAYS_BROKEN)) {
            throw new IOException("No space left on device (" + what + ")");
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        count("create");
        return new Counting(disk.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        count("open");
        return new Counting(disk.open(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }

    private final class Counting implements DiskFile {
        private final DiskFile file;

        Counting(DiskFile file) {
            this.file = file;
        }

        /// A failing write leaves half of its first buffer behind, as a full disk does.
        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            try {
                count("write");
            } catch (IOException e) {
                ByteBuffer half = buffers[0].duplicate();
                half.limit(half.position() + half.remaining() / 2);
                file.write(new ByteBuffer[] {half}, 1);
                throw e;
            }
            file.write(buffers, count);
        }

        @Override
        public void force() throws IOException {
            count("force");
            file.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            count("truncate");
            file.truncate(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
