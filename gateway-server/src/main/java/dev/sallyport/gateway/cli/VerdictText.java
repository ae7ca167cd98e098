package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.SealReason;
import dev.sallyport.model.recording.VerifyKey;

/// A verdict on a recording, in one line for people and as an exit status for scripts.
final class VerdictText {
    private VerdictText() {}

    static String of(ChainVerdict verdict) {
        return switch (verdict) {
            case ChainVerdict.Sealed sealed ->
                    "intact and sealed: "
                            + records(sealed.records())
                            + ", "
                            + ending(sealed.reason())
                            + "; "
                            + key(sealed.header().key(), sealed.keyCheck());
            case ChainVerdict.Unsealed unsealed ->
                    "intact up to record "
                            + unsealed.records()
                            + ", but not sealed: still growing, left by a crash, or its end was cut off; "
                            + (unsealed.signedRecords() == 0
                                    ? "not signed yet"
                                    : "signed up to record " + unsealed.signedRecords())
                            + (unsealed.tailBytes() == 0
                                    ? ""
                                    : "; then "
                                            + unsealed.tailBytes()
                                            + " bytes of an unfinished write")
                            + "; "
                            + key(unsealed.header().key(), unsealed.keyCheck());
            case ChainVerdict.Damaged damaged -> damaged(damaged);
        };
    }

    private static String damaged(ChainVerdict.Damaged damaged) {
        long first = damaged.firstRecord();
        long last = damaged.lastRecord().orElse(first);
        String which = last > first ? "records " + first + " to " + last : "record " + first;
        return "damaged at "
                + which
                + " (byte "
                + damaged.offset()
                + " of the file): "
                + damaged.damage().word()
                + ": "
                + Plain.line(damaged.why())
                + (first > 1 ? "; the " + records(first - 1) + " before are intact" : "");
    }

    private static String records(long records) {
        return records == 1 ? "1 record" : records + " records";
    }

    private static String ending(SealReason reason) {
        return switch (reason) {
            case CLOSED -> "ended as it should";
            case RECOVERED -> "cut off by a crash and sealed at the next start";
            case JOURNAL_FAILED -> "ended because it could no longer be written";
        };
    }

    private static String key(VerifyKey key, ChainVerdict.KeyCheck check) {
        return switch (check) {
            case TRUSTED -> "signed by trusted key " + key;
            case NOT_CHECKED ->
                    "signed by key "
                            + key
                            + ", which was not checked (give the gateway's signing-key.pub with --trust)";
        };
    }
}
