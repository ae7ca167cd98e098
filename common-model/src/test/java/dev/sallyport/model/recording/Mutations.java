package dev.sallyport.model.recording;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages recordings in every way that needs no key: by chance, by parts, and by somebody who knows the format and
/// makes checksums, numbers and chain anew.
final class Mutations {
    private final Random random;
    private final byte[] good;
    private final byte[] foreign;

    /// @param foreign another recording, to take parts from
    Mutations(Random random, byte[] good, byte[] foreign) {
        this.random = random;
        this.good = good;
        this.foreign = foreign;
    }

    private enum Kind {
        FLIP_BITS,
        OVERWRITE,
        ZERO,
        DELETE,
        INSERT,
        SWAP_RANGES,
        TRUNCATE,
        APPEND,
        REPEAT_SEGMENT,
        REMOVE_SEGMENT,
        SWAP_SEGMENTS,
        FOREIGN_SEGMENT,
        FOREIGN_HEADER,
        CHECKSUMS_MADE_ANEW,
        CHAIN_MADE_ANEW,
        NUMBERS_MADE_ANEW
    }

    byte[] next() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        byte[] bad = good.clone();
        int at = random.nextInt(good.length);
        int length = 1 + random.nextInt(Math.min(good.length - at, 1 << random.nextInt(10)));
        return switch (kind) {
            case FLIP_BITS -> {
                for (int i = 0; i <= random.nextInt(3); i++) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield bad;
            }
            case OVERWRITE -> overwrite(bad, at, length);
            case ZERO -> {
                Arrays.fill(bad, at, at + length, (byte) 0);
                yield bad;
            }
            case DELETE -> join(range(0, at), range(at + length, good.length));
            case INSERT ->
                    join(
                            range(0, at),
                            overwrite(new byte[length], 0, length),
                            range(at, good.length));
            case SWAP_RANGES -> {
                int other = random.nextInt(good.length - length + 1);
                System.arraycopy(good, at, bad, other, length);
                System.arraycopy(good, other, bad, at, length);
                yield bad;
            }
            case TRUNCATE -> range(0, at);
            case APPEND -> join(good, overwrite(new byte[length], 0, length));
            case REPEAT_SEGMENT -> {
                int one = segment();
                int to = segment();
                yield join(
                        range(0, cut(to)),
                        range(cut(one), cut(one + 1)),
                        range(cut(to), good.length));
            }
            case REMOVE_SEGMENT -> {
                int one = segment();
                yield join(range(0, cut(one)), range(cut(one + 1), good.length));
            }
            case SWAP_SEGMENTS -> {
                int one = random.nextInt(segments() - 1);
                int other = one + 1 + random.nextInt(segments() - one - 1);
                yield join(
                        range(0, cut(one)),
                        range(cut(other), cut(other + 1)),
                        range(cut(one + 1), cut(other)),
                        range(cut(one), cut(one + 1)),
                        range(cut(other + 1), good.length));
            }
            case FOREIGN_SEGMENT -> {
                List<Integer> cuts = Golden.cuts(foreign);
                int from = random.nextInt(cuts.size() - 1);
                int to = segment();
                int skipped = random.nextBoolean() ? 1 : 0;
                yield join(
                        range(0, cut(to)),
                        Arrays.copyOfRange(foreign, cuts.get(from), cuts.get(from + 1)),
                        range(cut(to + skipped), good.length));
            }
            case FOREIGN_HEADER -> {
                int header = Golden.cuts(foreign).getFirst();
                yield join(Arrays.copyOf(foreign, header), range(cut(0), good.length));
            }
            case CHECKSUMS_MADE_ANEW -> {
                change(bad);
                yield rebuilt(bad, false);
            }
            case CHAIN_MADE_ANEW -> {
                change(bad);
                yield rebuilt(bad, true);
            }
            case NUMBERS_MADE_ANEW -> {
                int one = segment();
                byte[] without = join(range(0, cut(one)), range(cut(one + 1), good.length));
                yield rebuilt(renumbered(without), true);
            }
        };
    }

    /// Changes one byte of a body, or of a segment's header without its lengths.
    private void change(byte[] bytes) {
        int one = segment();
        int at;
        do {
            at = cut(one) + random.nextInt(cut(one + 1) - cut(one) - RecordingFormat.TRAILER_BYTES);
        } while (at >= cut(one) && at < cut(one) + 12 || at - cut(one) == 12);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
    }

    /// With the checksums, and where asked the chain, that belong to what stands there now.
    private static byte[] rebuilt(byte[] bytes, boolean chain) {
        int header = java.nio.ByteBuffer.wrap(bytes).getInt(12);
        byte[] last = RecordingHeader.chainStart(Arrays.copyOf(bytes, header));
        for (int at = header; at < bytes.length; ) {
            int length = Math.toIntExact(SegmentHeader.read(bytes, at).segmentBytes());
            int crcAt = at + length - RecordingFormat.CRC_BYTES;
            int hashAt = crcAt - RecordingFormat.HASH_BYTES;
            BigEndian.putInt(bytes, at + 60, Hashes.crc32c(bytes, at, 60));
            if (chain) {
                var sha256 = Hashes.sha256();
                sha256.update((byte) 1);
                sha256.update(last);
                sha256.update(bytes, at, hashAt - at);
                last = sha256.digest();
                System.arraycopy(last, 0, bytes, hashAt, last.length);
            }
            BigEndian.putInt(bytes, crcAt, Hashes.crc32c(bytes, at, crcAt - at));
            at += length;
        }
        return bytes;
    }

    /// Segments and records numbered as if none were missing, and totals that say so.
    private static byte[] renumbered(byte[] bytes) {
        long number = 1;
        long sequence = 1;
        for (int at = java.nio.ByteBuffer.wrap(bytes).getInt(12); at < bytes.length; ) {
            SegmentHeader header = SegmentHeader.read(bytes, at);
            BigEndian.putLong(bytes, at + 16, sequence);
            BigEndian.putLong(bytes, at + 48, number++);
            if (header.kind() == SegmentHeader.CHECKPOINT || header.kind() == SegmentHeader.SEAL) {
                BigEndian.putLong(bytes, at + SegmentHeader.BYTES, sequence - 1);
                BigEndian.putLong(bytes, at + SegmentHeader.BYTES + 8, at);
            }
            sequence += header.records();
            at += Math.toIntExact(header.segmentBytes());
        }
        return bytes;
    }

    private byte[] overwrite(byte[] bytes, int at, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, length);
        return bytes;
    }

    private int segments() {
        return Golden.cuts(good).size() - 1;
    }

    private int segment() {
        return random.nextInt(segments());
    }

    private int cut(int segment) {
        return Golden.cuts(good).get(segment);
    }

    private byte[] range(int from, int to) {
        return Arrays.copyOfRange(good, from, to);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
