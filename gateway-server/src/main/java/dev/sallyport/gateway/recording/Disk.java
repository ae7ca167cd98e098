package dev.sallyport.gateway.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What the journal does to the file system; a seam, so that tests can make any of it fail.
public interface Disk {
    /// Creates a file that only its owner may read and write.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException where there is one
    DiskFile create(Path file) throws IOException;

    /// Opens a file that is there, to write behind its end.
    DiskFile open(Path file) throws IOException;

    /// Deletes the file if it is there.
    void delete(Path file) throws IOException;

    /// Makes the names in a folder as lasting as [DiskFile#force] makes a file's bytes.
    void forceFolder(Path folder) throws IOException;

    /// One open file, written at its end only.
    interface DiskFile extends AutoCloseable {
        /// Writes all bytes of the first `count` buffers.
        void write(ByteBuffer[] buffers, int count) throws IOException;

        /// Returns once the bytes would survive a power failure.
        void force() throws IOException;

        /// Cuts the file to this length; further writes go there.
        void truncate(long length) throws IOException;

        @Override
        void close() throws IOException;
    }
}
