package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What it takes to open a long recording, to go to any statement of it, and to verify it, from the page cache.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RecordingReadBenchmark {
    @Param("1024")
    public int megabytes;

    /// Bytes of a segment's records: a statement's own, or a piece of a large result. Random, so that the file is as
    /// long as that.
    @Param({"400", "65536"})
    public int segmentBytes;

    private final Random random = new Random(1);
    private final ReadingKey key = ReadingKey.generate();
    private Path file;
    private int statements;
    private SeekableRecording open;

    @Setup
    public void write() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SecureRandom secure = new SecureRandom();
        SessionId id = SessionId.at(0);
        VerifyKey signing = VerifyKey.of(pair.getPublic());
        Envelope.Sealed sealed =
                new Envelope.Prepared(List.of(key.recipient()), secure).seal(id, secure);
        byte[] header = RecordingHeader.encrypted(id, 0, signing, sealed.envelope()).encode();
        SegmentChain chain =
                new SegmentChain(
                        header,
                        BodyPacker.encrypting(
                                new Compressor(), new BodyCipher(sealed.key(), secure)));
        file = Files.createTempFile("sallyport-jmh", ".sprec");
        RecordBuffer buffer = new RecordBuffer(RecordingFormat.HEADROOM, segmentBytes);
        byte[] rows = new byte[segmentBytes - 100];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(header);
            while (chain.offset() < (long) megabytes << 20) {
                statements++;
                random.nextBytes(rows);
                buffer.clear();
                EventCodec.encode(
                        buffer, 0, new Event.Asked(statements, "SELECT 1", List.of(), "", "read"));
                EventCodec.encode(buffer, 0, new Event.Rows(statements, 1, ByteBuffer.wrap(rows)));
                int length =
                        chain.addRecords(
                                buffer,
                                new SegmentChain.Batch(2, statements, statements, statements, false),
                                statements);
                out.write(buffer.array(), chain.segmentStart(), length);
            }
            ByteBuffer index = chain.addIndex(statements, 0).orElseThrow();
            out.write(index.array(), index.position(), index.remaining());
            SegmentChain.Unsigned unsigned =
                    chain.attest(SealReason.CLOSED, signing, 0, 0, statements, 0);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(pair.getPrivate());
            ed25519.update(new SignedTree(List.of(unsigned.leaf())).message());
            ByteBuffer seal = chain.finish(unsigned, new byte[0], ed25519.sign());
            out.write(seal.array(), seal.position(), seal.remaining());
        }
        open = SeekableRecording.open(file, List.of(key));
        if (open.next().isEmpty()) {
            throw new IllegalStateException("nothing in it");
        }
    }

    @TearDown
    public void delete() throws IOException {
        open.close();
        Files.delete(file);
    }

    @Benchmark
    public SeekableRecording open() throws IOException {
        SeekableRecording opened = SeekableRecording.open(file, List.of(key));
        opened.close();
        return opened;
    }

    @Benchmark
    public Entry seek() throws IOException {
        open.seekStatement(1 + random.nextInt(statements));
        return open.next().orElseThrow();
    }

    @Benchmark
    public ChainVerdict verify() throws IOException {
        ChainVerdict verdict = new RecordingVerifier(Set.of()).verify(file);
        if (verdict.status() != 0) {
            throw new IllegalStateException(verdict.toString());
        }
        return verdict;
    }
}
