package dev.sallyport.model.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Bytes as nobody sends them: sequences of every kind with parameters of every size, broken off and mixed with noise.
final class HostileBytes {
    private static final String[] NUMBERS = {
        "",
        "0",
        "1",
        "2",
        "3",
        "7",
        "9",
        "20",
        "69",
        "80",
        "1049",
        "65536",
        "99999999999",
        ":",
        "?",
        ">",
        "38:2::1:2:3",
        "4:3",
        "2027",
        "47",
        "6",
        "45"
    };
    private static final String[] TEXTS = {
        "plain ",
        "漢字",
        "e\u0301\u0308",
        "👩\u200d👦",
        "🇩🇪",
        "❤\ufe0f",
        "\u202e",
        "\ud55c",
        "한",
        "\t",
        "\r\n",
        "\n",
        "\b",
        "\u0085",
        "\u008d",
        "\u009b",
        "\u000e",
        "\u000f"
    };

    private final Random random;

    HostileBytes(Random random) {
        this.random = random;
    }

    /// Some of them, at most a few hundred.
    byte[] next() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(12); i >= 0; i--) {
            switch (random.nextInt(10)) {
                case 0 -> noise(out);
                case 1, 2, 3 ->
                        text(
                                out,
                                TEXTS[random.nextInt(TEXTS.length)].repeat(1 + random.nextInt(4)));
                case 4 ->
                        text(
                                out,
                                "\u001b"
                                        + pick(" #()*+-./%")
                                        + (char) (0x30 + random.nextInt(0x4F)));
                case 5 -> text(out, "\u001b" + (char) (0x20 + random.nextInt(0x5F)));
                case 6 ->
                        text(
                                out,
                                "\u001b"
                                        + pick("]P_^X")
                                        + NUMBERS[random.nextInt(NUMBERS.length)]
                                        + ";;"
                                        + "x".repeat(random.nextInt(40))
                                        + pick("\u0007\u009c\u0018\u001b"));
                default -> sequence(out);
            }
        }
        return out.toByteArray();
    }

    private void sequence(ByteArrayOutputStream out) {
        text(out, "\u001b[");
        if (random.nextInt(3) == 0) {
            text(out, "?");
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            text(
                    out,
                    NUMBERS[random.nextInt(NUMBERS.length)] + (random.nextInt(4) == 0 ? ":" : ";"));
        }
        if (random.nextInt(8) == 0) {
            text(out, pick(" !\"'$"));
        }
        text(out, String.valueOf((char) (0x40 + random.nextInt(0x3F))));
    }

    private void noise(ByteArrayOutputStream out) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        out.writeBytes(bytes);
    }

    private String pick(String from) {
        return String.valueOf(from.charAt(random.nextInt(from.length())));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
