package dev.sallyport.model.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a verifier says of all recordings of a gateway together.
///
/// @param files each file's own verdict, day logs among them
/// @param findings what only the day logs tell
public record FolderVerdict(SortedMap<Path, ChainVerdict> files, List<Finding> findings) {
    public FolderVerdict {
        files = new TreeMap<>(files);
        findings = List.copyOf(findings);
    }

    /// Something that is wrong with the whole.
    ///
    /// @param subject a file's name, or a recording's
    public record Finding(Kind kind, String subject, String why) {}

    /// What it is.
    public enum Kind {
        /// It is known to have been there, was not deleted, and is not there.
        MISSING,
        /// It is there, and no day log knows it.
        UNKNOWN,
        /// It is another than the day log knows.
        DIFFERS,
        /// It ends before the end that the day log knows.
        CUT_SHORT;

        /// The word that text and JSON use.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /// The exit status of a program that says so; as of [ChainVerdict#status], of the worst.
    public int status() {
        if (!findings.isEmpty()) {
            return 1;
        }
        int worst = 0;
        for (ChainVerdict verdict : files.values()) {
            worst = worse(worst, verdict.status());
        }
        return worst;
    }

    /// The graver of two exit statuses: not readable, damaged, not sealed, intact.
    public static int worse(int one, int other) {
        List<Integer> fromGoodToBad = List.of(0, 3, 1, 2);
        return fromGoodToBad.indexOf(one) >= fromGoodToBad.indexOf(other) ? one : other;
    }
}
