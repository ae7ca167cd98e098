package dev.sallyport.gateway.policy;

import java.net.InetAddress;
import java.util.Optional;

/// A range of IP addresses in the notation of RFC 4632: `10.0.0.0/8`, `2001:db8::/32`, or one address alone.
final class Cidr {
    static final String EXPECTED = "addresses as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7";

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// Empty where the text has no such form, or sets a bit beyond its own length: `10.1.0.0/8` is a mistake about one of
    /// the two.
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        boolean isShortened =
                text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3;
        if (isShortened) {
            // `10.1` is 10.0.0.1 to some and 10.1.0.0 to others.
            return Optional.empty();
        }
        byte[] network;
        int bits;
        try {
            network =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
            bits =
                    slash < 0
                            ? network.length * 8
                            : Integer.parseInt(text, slash + 1, text.length(), 10);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bits < 0 || bits > network.length * 8) {
            return Optional.empty();
        }
        for (int bit = bits; bit < network.length * 8; bit++) {
            if ((network[bit / 8] & 0x80 >> bit % 8) != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Cidr(network, bits));
    }

    /// Whether the address lies in it. IPv4 in IPv6 (`::ffff:10.0.0.1`) is IPv4, as Java reads it.
    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((bytes[bit / 8] ^ network[bit / 8]) & 0x80 >> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }
}
