package dev.sallyport.model.recording;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys as text: PEM (RFC 7468). Whatever stands around and between the blocks is passed over, as that RFC asks.
public final class Pem {
    public static final String PUBLIC_KEY = "PUBLIC KEY";
    public static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    /// The contents of all blocks with this label, in the order of the text.
    ///
    /// @throws IllegalArgumentException where there is none, or one is not base64
    public static List<byte[]> decode(String label, String text) {
        String begin = begin(label);
        String end = end(label);
        List<byte[]> blocks = new ArrayList<>();
        int at = text.indexOf(begin);
        while (at >= 0) {
            int from = at + begin.length();
            int to = text.indexOf(end, from);
            if (to < 0) {
                throw new IllegalArgumentException("PEM: cut off (expected: " + end + ")");
            }
            blocks.add(Base64.getMimeDecoder().decode(text.substring(from, to)));
            at = text.indexOf(begin, to);
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("no PEM (expected: " + begin + " …)");
        }
        return blocks;
    }

    public static String encode(String label, byte[] der) {
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        return begin(label)
                + "\n"
                + Base64.getMimeEncoder(64, lineEnd).encodeToString(der)
                + "\n"
                + end(label)
                + "\n";
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
