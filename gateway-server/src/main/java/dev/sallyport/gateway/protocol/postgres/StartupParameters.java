package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a client asks for in its startup packet, cut down to what it may have.
///
/// Any setting of the server's can stand there, and `options` can carry more of them (`-c role=postgres`), so only
/// known harmless ones pass. The client's encoding is pinned to UTF-8: in some others a byte of a character looks like a
/// quote or a backslash, and the statement would read differently here and at the server.
///
/// @param user names the target
/// @param database as asked, or empty
/// @param settings for the target's own startup packet
/// @param minor of the protocol that is spoken with the client: 0 to 2
/// @param unsupported protocol options that were asked for and are not known (`_pq_.…`)
/// @param newerAsked whether the client asked for a newer minor version than is known
record StartupParameters(
        String user,
        String database,
        Map<String, String> settings,
        int minor,
        List<String> unsupported,
        boolean newerAsked) {
    private static final int NEWEST_MINOR = 2;

    /// Settings that change how results look or how long they may take, and not what a statement does or how it reads.
    private static final Set<String> HARMLESS =
            Set.of(
                    "application_name",
                    "datestyle",
                    "intervalstyle",
                    "timezone",
                    "extra_float_digits",
                    "bytea_output",
                    "statement_timeout",
                    "lock_timeout",
                    "idle_in_transaction_session_timeout",
                    "idle_session_timeout",
                    "transaction_timeout",
                    "client_min_messages",
                    "default_transaction_read_only",
                    "default_transaction_isolation",
                    "default_transaction_deferrable",
                    "geqo",
                    "jit");

    /// A startup packet that is turned away.
    static final class Unwanted extends Exception {
        private static final long serialVersionUID = 1L;
        private final String sqlState;
        private final String hint;

        Unwanted(String sqlState, String message, String hint) {
            super(message);
            this.sqlState = sqlState;
            this.hint = hint;
        }

        String sqlState() {
            return sqlState;
        }

        String hint() {
            return hint;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static StartupParameters vet(StartupMessage message) throws Unwanted {
        if (message.major() != 3) {
            throw new Unwanted(
                    "0A000",
                    "unsupported frontend protocol "
                            + message.major()
                            + "."
                            + message.minor()
                            + ": the gateway speaks 3.0 to 3."
                            + NEWEST_MINOR,
                    "");
        }
        String user = "";
        String database = "";
        List<String> unsupported = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, String> parameter : message.parameters().entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "user" -> user = value;
                case "database" -> database = value;
                case "client_encoding" -> requireUtf8(value);
                case "replication" -> refuseReplication(value);
                case "options" -> addOptions(settings, value);
                default -> {
                    if (name.startsWith("_pq_.")) {
                        unsupported.add(name);
                    } else {
                        addSetting(settings, name, value);
                    }
                }
            }
        }
        if (user.isEmpty()) {
            throw new Unwanted(
                    "28000",
                    "no user name in the startup packet",
                    "the user name names the target");
        }
        return new StartupParameters(
                user,
                database,
                settings,
                Math.min(message.minor(), NEWEST_MINOR),
                unsupported,
                message.minor() > NEWEST_MINOR);
    }

    private static void requireUtf8(String encoding) throws Unwanted {
        String plain = encoding.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (!plain.equals("utf8") && !plain.equals("unicode") && !plain.equals("sqlascii")) {
            throw new Unwanted(
                    "22023",
                    "client_encoding " + encoding + ": the gateway reads statements as UTF-8 only",
                    "set PGCLIENTENCODING=UTF8 (or client_encoding=UTF8)");
        }
    }

    private static void refuseReplication(String value) throws Unwanted {
        if (!Set.of("false", "off", "no", "0").contains(value.toLowerCase(Locale.ROOT))) {
            throw new Unwanted("0A000", "replication connections do not pass the gateway", "");
        }
    }

    private static void addSetting(Map<String, String> settings, String name, String value)
            throws Unwanted {
        if (!HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new Unwanted(
                    "42501",
                    "parameter \"" + name + "\" cannot be set in the startup packet",
                    "send it as a SET statement after connecting, where policy can judge it");
        }
        settings.put(name, value);
    }

    /// `options` as the server reads it: words parted by white space, a backslash takes the next character as it is, and
    /// each word is `-c name=value`, `-cname=value` or `--name=value` (manual, section 19.1.3).
    private static void addOptions(Map<String, String> settings, String options) throws Unwanted {
        List<String> words = words(options);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String setting;
            if (word.equals("-c") && i + 1 < words.size()) {
                setting = words.get(++i);
            } else if (word.startsWith("-c") && word.length() > 2) {
                setting = word.substring(2);
            } else if (word.startsWith("--")) {
                setting = word.substring(2);
            } else {
                throw new Unwanted(
                        "42501",
                        "option \"" + word + "\" cannot be given in options",
                        "use -c name=value");
            }
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new Unwanted(
                        "22023", "option \"" + setting + "\" has no value", "use -c name=value");
            }
            addSetting(
                    settings,
                    setting.substring(0, equals).replace('-', '_'),
                    setting.substring(equals + 1));
        }
    }

    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            if (c == '\\' && i + 1 < options.length()) {
                word.append(options.charAt(++i));
                inWord = true;
            } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /// Whether the client must be told which version and options it gets (NegotiateProtocolVersion).
    boolean negotiates() {
        return newerAsked || !unsupported.isEmpty();
    }

    Frame negotiateProtocolVersion(ByteBufAllocator alloc) {
        MessageWriter writer =
                new MessageWriter(alloc, MessageType.NEGOTIATE_PROTOCOL_VERSION, 64)
                        .int32(3 << 16 | minor)
                        .int32(unsupported.size());
        unsupported.forEach(writer::cstring);
        return writer.frame();
    }

    /// Bytes of the cancel key that a client of this version takes: four, and from 3.2 on as many as PostgreSQL 18 uses.
    int cancelKeyBytes() {
        return minor >= 2 ? 32 : 4;
    }

    /// What the recording keeps of it.
    Map<String, String> recorded() {
        Map<String, String> recorded = new LinkedHashMap<>();
        if (!database.isEmpty()) {
            recorded.put("database", database);
        }
        String application = settings.get("application_name");
        if (application != null) {
            recorded.put("application_name", application);
        }
        return recorded;
    }
}
