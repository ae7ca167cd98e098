package dev.sallyport.gateway.control;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads a body of `application/x-www-form-urlencoded` (RFC 6749 appendix B), in which every parameter stands once: two
/// programs that read the same form must not find two values.
final class Form {
    private static final int PARAMETERS_MAX = 32;

    private Form() {}

    /// A form that is turned away; the message says why, without repeating any of it.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static Map<String, String> read(String body) throws Malformed {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (form.putIfAbsent(name, value) != null) {
                throw new Malformed("a parameter stands there twice");
            }
            if (form.size() > PARAMETERS_MAX) {
                throw new Malformed("too many parameters (expected: at most 32)");
            }
        }
        return form;
    }

    private static String decoded(String text) throws Malformed {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Malformed("the form is malformed");
        }
    }
}
