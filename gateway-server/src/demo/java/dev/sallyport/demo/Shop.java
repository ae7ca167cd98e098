package dev.sallyport.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A small shop to protect: customers with what must be masked, and their orders. The same rows on every machine, so
/// that tests and the demo may name them.
///
/// Names, addresses and numbers are made up: `example.test` never resolves (RFC 6761), and the card numbers begin with
/// 400000 00, which is given to no bank, with a correct check digit, as detectors look for one.
public final class Shop {
    public static final int CUSTOMERS = 200;
    public static final int ORDERS = 1_000;

    private Shop() {}

    /// Schema and rows, for an empty database.
    public static String sql() {
        return resource("shop-schema.sql") + resource("shop-rows.sql");
    }

    private static String resource(String name) {
        try (InputStream in = Shop.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
