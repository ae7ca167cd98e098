package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds keys of cloud services by the prefixes that these give them so that they can be found.
final class KeyFinder implements Finder {
    /// The signs that a key is made of.
    private enum Signs {
        UPPER_AND_DIGITS,
        LETTERS_AND_DIGITS,
        BASE64,
        BASE64_URL,
        /// Those of base64url, points and slashes too.
        URL
    }

    /// A prefix, and how many signs of which sort follow it.
    private static final class Form {
        final byte[] prefix;
        final Signs signs;
        final int least;
        final int most;

        private Form(byte[] prefix, Signs signs, int least, int most) {
            this.prefix = prefix;
            this.signs = signs;
            this.least = least;
            this.most = most;
        }

        static Form of(String prefix, Signs signs, int least, int most) {
            return new Form(prefix.getBytes(StandardCharsets.US_ASCII), signs, least, most);
        }
    }

    private static final int ANY = 4096;

    private static final List<Form> FORMS =
            List.of(
                    // Amazon: ids of keys, of temporary ones, of roles and users
                    Form.of("AKIA", Signs.UPPER_AND_DIGITS, 16, 16),
                    Form.of("ASIA", Signs.UPPER_AND_DIGITS, 16, 16),
                    Form.of("ABIA", Signs.UPPER_AND_DIGITS, 16, 16),
                    Form.of("ACCA", Signs.UPPER_AND_DIGITS, 16, 16),
                    Form.of("ABSK", Signs.BASE64, 100, ANY),
                    // Google
                    Form.of("AIza", Signs.BASE64_URL, 35, 35),
                    Form.of("GOCSPX-", Signs.BASE64_URL, 28, 28),
                    Form.of("ya29.", Signs.BASE64_URL, 20, ANY),
                    // GitHub
                    Form.of("ghp_", Signs.LETTERS_AND_DIGITS, 36, 255),
                    Form.of("gho_", Signs.LETTERS_AND_DIGITS, 36, 255),
                    Form.of("ghu_", Signs.LETTERS_AND_DIGITS, 36, 255),
                    Form.of("ghs_", Signs.LETTERS_AND_DIGITS, 36, 255),
                    Form.of("ghr_", Signs.LETTERS_AND_DIGITS, 36, 255),
                    Form.of("github_pat_", Signs.BASE64_URL, 22, 255),
                    // GitLab: personal, deploy, runner, job, trigger, feed and agent tokens
                    Form.of("glpat-", Signs.URL, 20, 300),
                    Form.of("gldt-", Signs.BASE64_URL, 20, 64),
                    Form.of("glrt-", Signs.URL, 20, 300),
                    Form.of("glcbt-", Signs.BASE64_URL, 20, 64),
                    Form.of("glptt-", Signs.BASE64_URL, 20, 64),
                    Form.of("glft-", Signs.BASE64_URL, 20, 64),
                    Form.of("glagent-", Signs.BASE64_URL, 20, 64),
                    // Slack
                    Form.of("xoxb-", Signs.BASE64_URL, 10, 255),
                    Form.of("xoxp-", Signs.BASE64_URL, 10, 255),
                    Form.of("xoxa-", Signs.BASE64_URL, 10, 255),
                    Form.of("xoxr-", Signs.BASE64_URL, 10, 255),
                    Form.of("xoxs-", Signs.BASE64_URL, 10, 255),
                    Form.of("xoxe-", Signs.BASE64_URL, 10, 255),
                    Form.of("xoxe.xox", Signs.URL, 10, 255),
                    Form.of("xapp-", Signs.BASE64_URL, 10, 255),
                    Form.of("hooks.slack.com/services/", Signs.URL, 20, 255),
                    // Stripe
                    Form.of("sk_live_", Signs.LETTERS_AND_DIGITS, 16, 255),
                    Form.of("sk_test_", Signs.LETTERS_AND_DIGITS, 16, 255),
                    Form.of("rk_live_", Signs.LETTERS_AND_DIGITS, 16, 255),
                    Form.of("rk_test_", Signs.LETTERS_AND_DIGITS, 16, 255),
                    Form.of("whsec_", Signs.BASE64, 24, 255),
                    // Azure: of storage accounts and shared access, in connection strings and URLs
                    Form.of("AccountKey=", Signs.BASE64, 40, 128),
                    Form.of("SharedAccessKey=", Signs.BASE64, 40, 128));

    /// What stands before a secret key of Amazon's, which has no prefix: compared without case.
    private static final List<byte[]> NAMES =
            List.of(
                    "secret_access_key".getBytes(StandardCharsets.US_ASCII),
                    "secretaccesskey".getBytes(StandardCharsets.US_ASCII));

    private static final int SECRET_LENGTH = 40;
    private static final int BETWEEN_MAX = 6;

    /// A client secret of Azure's: three signs, a digit, `Q~`, and 31 to 34 more.
    private static final int AZURE_BEFORE = 5;

    private final MaskKind kind;
    private final List<List<Form>> formsByFirst = new ArrayList<>();

    KeyFinder(MaskKind kind) {
        this.kind = kind;
        for (int first = 0; first < 128; first++) {
            int with = first;
            formsByFirst.add(FORMS.stream().filter(form -> form.prefix[0] == with).toList());
        }
    }

    /// The bytes that a key can be known by.
    static String anchors() {
        StringBuilder anchors = new StringBuilder("~sS");
        FORMS.forEach(form -> anchors.append((char) form.prefix[0]));
        return anchors.toString();
    }

    @Override
    public int look(byte[] text, int from, int to, int at, Finds finds) {
        byte b = text[at];
        if (b == '~') {
            return azure(text, from, to, at, finds);
        }
        if (Bytes.isEdge(text, from, to, at - 1)) {
            for (Form form : formsByFirst.get(b)) {
                if (Bytes.startsWith(text, to, at, form.prefix)) {
                    int end = end(text, to, at + form.prefix.length, form);
                    if (end > 0) {
                        finds.add(at, end, kind);
                        return end;
                    }
                }
            }
        }
        return b == 's' || b == 'S' ? named(text, to, at, finds) : at;
    }

    private static int end(byte[] text, int to, int start, Form form) {
        int p = start;
        while (p < to && p - start <= form.most && isOf(form.signs, text[p])) {
            p++;
        }
        int length = p - start;
        // Behind base64 come signs that fill it up.
        while (form.signs == Signs.BASE64 && p < to && text[p] == '=') {
            p++;
        }
        // Too long for a form of one length is none of it; a longer one is cut where its kind's
        // longest ends.
        return length >= form.least && (length <= form.most || form.least < form.most) ? p : -1;
    }

    private static boolean isOf(Signs signs, byte b) {
        return switch (signs) {
            case UPPER_AND_DIGITS -> Bytes.isDigit(b) || (b >= 'A' && b <= 'Z');
            case LETTERS_AND_DIGITS -> Bytes.isDigit(b) || Bytes.isLetter(b);
            case BASE64 -> Bytes.isBase64(b);
            case BASE64_URL -> Bytes.isBase64Url(b);
            case URL -> Bytes.isBase64Url(b) || b == '.' || b == '/';
        };
    }

    /// `aws_secret_access_key = wJalr…`, also as a key of JSON.
    private int named(byte[] text, int to, int at, Finds finds) {
        for (byte[] name : NAMES) {
            if (isName(text, to, at, name)) {
                int p = at + name.length;
                int most = Math.min(to, p + BETWEEN_MAX);
                while (p < most && " \t\"'=:>\\".indexOf(text[p]) >= 0) {
                    p++;
                }
                int start = p;
                while (p < to && p - start <= SECRET_LENGTH && Bytes.isBase64(text[p])) {
                    p++;
                }
                if (p - start == SECRET_LENGTH) {
                    finds.add(start, p, kind);
                    return p;
                }
            }
        }
        return at;
    }

    private static boolean isName(byte[] text, int to, int at, byte[] name) {
        if (to - at < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (Character.toLowerCase((char) text[at + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int azure(byte[] text, int from, int to, int at, Finds finds) {
        int start = at - AZURE_BEFORE;
        if (start < from
                || text[at - 1] != 'Q'
                || !Bytes.isDigit(text[at - 2])
                || !Bytes.isEdge(text, from, to, start - 1)) {
            return at;
        }
        for (int p = start; p < at - 2; p++) {
            if (!isSecret(text[p])) {
                return at;
            }
        }
        int p = at + 1;
        while (p < to && p - at <= 35 && isSecret(text[p])) {
            p++;
        }
        int length = p - at - 1;
        if (length < 31 || length > 34) {
            return at;
        }
        finds.add(start, p, kind);
        return p;
    }

    private static boolean isSecret(byte b) {
        return Bytes.isBase64Url(b) || b == '~' || b == '.';
    }
}
