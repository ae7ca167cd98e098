package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.TextMasker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Takes values out of the errors and notices of a statement that may read masked columns.
///
/// `SELECT email::int` is answered with the address in the message, a violated key with the row in the detail, and a
/// function's RAISE with whatever its author likes. What names things and places is kept; what may quote values is not.
final class ErrorScrubber {
    /// Severity, code, source file, line and routine, position, and the names of things.
    private static final Set<Character> KEPT =
            Set.of('S', 'V', 'C', 'F', 'L', 'R', 'P', 's', 't', 'c', 'd', 'n', 'H');

    /// Severity, code, source line, routine and positions: no words of anybody's.
    private static final Set<Character> WORDLESS = Set.of('S', 'V', 'C', 'L', 'R', 'P', 'p');

    /// The routines that raise what a function's author wrote: in PL/pgSQL, PL/Python, PL/Perl and PL/Tcl.
    private static final Set<String> RAISED =
            Set.of(
                    "exec_stmt_raise",
                    "exec_stmt_assert",
                    "PLy_output",
                    "do_util_elog",
                    "pltcl_elog",
                    "PLy_elog_impl");

    /// In all the languages that servers speak to their users.
    private static final String QUOTES =
            "\"'`\u00AB\u00BB\u2018\u2019\u201A\u201C\u201D\u201E\u2039\u203A\u300C\u300D";

    private ErrorScrubber() {}

    static ErrorResponse scrub(ErrorResponse error) {
        boolean raised = isRaised(error.fields());
        return new ErrorResponse(
                scrub(
                        error.fields(),
                        raised ? Masker.WORD : withoutQuoted(error.message()),
                        raised));
    }

    /// A notice mostly comes from a function, and nobody depends on its words.
    static NoticeResponse scrub(NoticeResponse notice) {
        return new NoticeResponse(scrub(notice.fields(), Masker.WORD, true));
    }

    /// Hides what detectors find in any words of it.
    static ErrorResponse detect(ErrorResponse error, TextMasker detectors) {
        return detectors.isEmpty() ? error : new ErrorResponse(detect(error.fields(), detectors));
    }

    static NoticeResponse detect(NoticeResponse notice, TextMasker detectors) {
        return detectors.isEmpty()
                ? notice
                : new NoticeResponse(detect(notice.fields(), detectors));
    }

    private static SequencedMap<Character, String> detect(
            Map<Character, String> fields, TextMasker detectors) {
        SequencedMap<Character, String> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            String masked =
                    WORDLESS.contains(name) ? value : detectors.mask(value, TextMasker.Form.PLAIN);
            shown.put(name, masked == null ? Masker.WORD : masked);
        });
        return shown;
    }

    private static boolean isRaised(Map<Character, String> fields) {
        return fields.getOrDefault('C', "").startsWith("P0")
                || RAISED.contains(fields.getOrDefault('R', ""));
    }

    private static SequencedMap<Character, String> scrub(
            Map<Character, String> fields, String message, boolean written) {
        SequencedMap<Character, String> scrubbed = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name == 'M') {
                scrubbed.put('M', message);
            } else if (KEPT.contains(name) && !(written && "Hstcdn".indexOf(name) >= 0)) {
                scrubbed.put(name, value);
            }
        });
        return scrubbed;
    }

    /// Everything from the first quote to the last: a value may hold quotes of its own. After a lone one, all the rest.
    private static String withoutQuoted(String message) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < message.length(); i++) {
            if (QUOTES.indexOf(message.charAt(i)) >= 0) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return message;
        }
        String rest = first == last ? "" : message.substring(last + 1);
        return message.substring(0, first) + "\"" + Masker.WORD + "\"" + rest;
    }
}
