package dev.sallyport.model.policy;

import java.util.Locale;

/// What is looked for in the text of results, wherever it comes from.
///
/// A net below the masks on columns, and no more: who can ask for `reverse(email)` is seen by no detector.
public sealed interface Detector {
    /// Those that the gateway knows by itself. All of them take time in proportion to the text, whatever it is.
    enum BuiltIn implements Detector {
        /// An address with a dot in its domain; also with `%40` for the `@`.
        EMAIL,
        /// 12 to 19 digits with a network's prefix and length, and Luhn's check digit; also in groups.
        CARD,
        /// A country's code and length, and ISO 7064's check (mod 97); also in groups.
        IBAN,
        /// `+` and 8 to 15 digits, or `(555) 555-0100`.
        PHONE,
        /// A JSON web token: three to five parts of base64url, the first beginning with `eyJ`.
        JWT,
        /// Keys of AWS, Azure, Google Cloud, GitHub, GitLab, Slack and Stripe, by their prefixes.
        CLOUD_KEY,
        /// A private key in PEM.
        PRIVATE_KEY,
        /// `123-45-6789`
        US_SSN,
        /// Spain's DNI and NIE.
        ES_DNI,
        /// The Netherlands' burgerservicenummer: of nine digits at random, one in eleven looks like one.
        NL_BSN,
        PL_PESEL,
        IT_CODICE_FISCALE,
        FR_NIR,
        BR_CPF;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /// The name as policies write it: `us-ssn`.
        public String word() {
            return word;
        }
    }

    /// An expression of the policy's own.
    ///
    /// @param name for messages
    /// @param regex RE2's syntax
    record Own(String name, String regex) implements Detector {}
}
