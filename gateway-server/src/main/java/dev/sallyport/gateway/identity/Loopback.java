package dev.sallyport.gateway.identity;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where plain http is good enough: on this machine. Names are not looked up, so no resolver can widen this.
final class Loopback {
    private static final Pattern ADDRESS =
            Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|localhost");

    private Loopback() {}

    /// Whether keys may be fetched from there: by https, or by http on loopback.
    static boolean mayFetch(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null) {
            return false;
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> isLoopback(uri);
            default -> false;
        };
    }

    static boolean isLoopback(URI uri) {
        return uri.getHost() != null
                && ADDRESS.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
    }
}
