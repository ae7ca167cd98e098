package dev.sallyport.gateway.policy;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One time that a policy came into force. Activations are numbered from 1; the one with the highest number is in force.
///
/// @param sha256 of the policy's text, in hexadecimal: [Policy#version]
/// @param reason why; may be empty
/// @param restores the activation whose text was brought back, for a rollback; else null
public record Activation(
        int number,
        String sha256,
        How how,
        By by,
        String reason,
        Instant at,
        @Nullable Integer restores) {
    /// What brought it about.
    public enum How {
        /// The gateway started, and found this in the file that is configured.
        START,
        /// Somebody told the gateway to read that file again.
        RELOAD,
        /// Somebody gave the gateway this text.
        ACTIVATE,
        /// Somebody went back to an earlier text.
        ROLLBACK;

        /// The name for messages and recordings: `rollback`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether the text is that of the file that is configured: then a changed file is taken at the next start.
        boolean isFromFile() {
            return this == START || this == RELOAD;
        }
    }

    /// Who did it: an identity, or the gateway itself.
    public record By(String issuer, String subject, String name) {
        /// Whoever may write the file or signal the process.
        public static final By OPERATOR = new By("urn:sallyport:gateway", "operator", "operator");
    }

    /// What goes on record about it, beside who did it.
    ///
    /// @param from what it takes over from
    public Map<String, String> facts(Activation from) {
        return Map.of(
                "version",
                Integer.toString(number),
                "from",
                from.sha256,
                "to",
                sha256,
                "how",
                how.word(),
                "reason",
                reason);
    }

    /// Which text is in force by it: a rollback counts as the activation that it brings back.
    int effective() {
        return restores == null ? number : restores;
    }
}
