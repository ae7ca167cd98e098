package dev.sallyport.gateway.sql;

import java.nio.charset.StandardCharsets;

/// Where Jazzer comes in: any bytes are a text, and what has to hold for any text is checked.
public final class ReaderFuzz {
    private static final ReaderProperties PROPERTIES = new ReaderProperties();

    private ReaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        PROPERTIES.check(new String(bytes, StandardCharsets.UTF_8));
    }
}
