package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A real disk that, once told so, keeps whoever writes waiting until it is let go on.
public final class BlockingDisk implements Disk, AutoCloseable {
    private final Disk disk = new FileDisk();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    /// From now on, writes wait.
    public void block() {
        reached = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    /// Waits until a write waits.
    public void awaitBlocked() throws InterruptedException {
        reached.await();
    }

    public void release() {
        gate.countDown();
    }

    /// Lets go on what waits: a test that fails must not leave the journal waiting.
    @Override
    public void close() {
        release();
    }

    private void pass() throws IOException {
        CountDownLatch closed = gate;
        if (closed.getCount() > 0) {
            reached.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new Waiting(disk.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Waiting(disk.open(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }

    private final class Waiting implements DiskFile {
        private final DiskFile file;

        Waiting(DiskFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            pass();
            file.write(buffers, count);
        }

        @Override
        public void force() throws IOException {
            pass();
            file.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
