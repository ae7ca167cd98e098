package dev.sallyport.model.recording;

import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the verdict out of a recording's parts.
///
/// Each signature covers all before it, so the last one speaks for all; checking every one of a long recording would
/// take 0.8 ms for each second it lasted. Only where the last one is wrong must each be tried, to tell where it began.
final class Judge {
    private final Set<VerifyKey> trusted;
    private final Signatures signatures;
    private @Nullable RecordingHeader header;
    private Piece.@Nullable Signed lastSigned;
    private long records;
    private long signedRecords;

    /// Which signatures are checked.
    enum Signatures {
        LAST,
        EACH
    }

    Judge(Set<VerifyKey> trusted, Signatures signatures) {
        this.trusted = Set.copyOf(trusted);
        this.signatures = signatures;
    }

    /// What follows from the part just heard.
    sealed interface Word {}

    /// Read on.
    record GoOn() implements Word {}

    /// The last signature is wrong: read again with [Signatures#EACH].
    record LookCloser() implements Word {}

    record Final(ChainVerdict verdict) implements Word {}

    /// @param reader who just read the piece
    Word hear(Piece piece, SegmentReader reader) {
        return switch (piece) {
            case Piece.Start start -> begin(start.header());
            case Piece.Records segment -> {
                records += segment.header().records();
                yield new GoOn();
            }
            case Piece.Signed signed -> signature(signed);
            case Piece.Index index -> new GoOn();
            case Piece.End end -> lastIsWrong() ? new LookCloser() : new Final(end(end, reader));
            case Piece.Broken broken ->
                    lastIsWrong() ? new LookCloser() : new Final(broken.damage());
        };
    }

    private Word begin(RecordingHeader found) {
        header = found;
        if (!trusted.isEmpty() && !trusted.contains(found.key())) {
            return new Final(
                    new ChainVerdict.Damaged(
                            Damage.WRONG_KEY,
                            1,
                            OptionalLong.empty(),
                            0,
                            "made with key " + found.key() + ", which is not trusted"));
        }
        return new GoOn();
    }

    private Word signature(Piece.Signed signed) {
        VerifyKey key = signed.signing().key();
        if (!key.equals(started().key()) && !trusted.contains(key)) {
            return new Final(
                    new ChainVerdict.Damaged(
                            Damage.WRONG_KEY,
                            signedRecords + 1,
                            OptionalLong.of(Math.max(records, signedRecords + 1)),
                            signed.signing().offset(),
                            "signed by key "
                                    + key
                                    + " (expected: "
                                    + started().key()
                                    + ", or another that is trusted)"));
        }
        if (signatures == Signatures.EACH && !signed.signing().verifies(signed.leaf())) {
            return new Final(
                    new ChainVerdict.Damaged(
                            Damage.ALTERED,
                            signedRecords + 1,
                            OptionalLong.of(Math.max(records, signedRecords + 1)),
                            signed.signing().offset(),
                            "the signature is not the one of key "
                                    + key
                                    + " over what stands before it"));
        }
        lastSigned = signed;
        signedRecords = records;
        return new GoOn();
    }

    private boolean lastIsWrong() {
        return signatures == Signatures.LAST
                && lastSigned != null
                && !lastSigned.signing().verifies(lastSigned.leaf());
    }

    private ChainVerdict end(Piece.End end, SegmentReader reader) {
        long offset = reader.offset();
        ChainVerdict.KeyCheck check =
                trusted.isEmpty()
                        ? ChainVerdict.KeyCheck.NOT_CHECKED
                        : ChainVerdict.KeyCheck.TRUSTED;
        SealReason reason = lastSigned == null ? null : lastSigned.signing().reason();
        return reason == null
                ? new ChainVerdict.Unsealed(
                        started(),
                        records,
                        signedRecords,
                        offset,
                        end.tailBytes(),
                        check,
                        reader.ends())
                : new ChainVerdict.Sealed(started(), records, offset, reason, check, reader.ends());
    }

    private RecordingHeader started() {
        if (header == null) {
            throw new IllegalStateException("header: not read (expected: first of all parts)");
        }
        return header;
    }
}
