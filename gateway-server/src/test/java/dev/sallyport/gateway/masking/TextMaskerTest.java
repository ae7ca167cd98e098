package dev.sallyport.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.masking.TextMasker.Form;
import dev.sallyport.model.policy.Detector;
import dev.sallyport.model.policy.Detector.BuiltIn;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found in texts, what is left alone, and that no text takes long. The numbers are the makers' own examples or
/// made up to pass their checks; the keys are of their form and open nothing.
class TextMaskerTest {
    private static final MaskKind REDACT = new MaskKind.Redact();

    private final TextMasker all =
            masker(REDACT, List.<Detector>of(BuiltIn.values()).toArray(new Detector[0]));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    alice@example.com                              | [masked]
                    mail to alice.b+x@mail.example.co.uk, please   | mail to [masked], please
                    <alice@example.com>;bob@example.org            | <[masked]>;[masked]
                    'alice@example.com'                            | '[masked]'
                    ?mail=alice%40example.com&x=1                  | ?mail=[masked]&x=1
                    jörg@bücher.example                            | [masked]
                    alice@example.com.                             | [masked].
                    "al ice"@example.com                           | [masked]
                    line\\nalice@example.com\\nline                | line\\n[masked]\\nline
                    4111111111111111                               | [masked]
                    card 4111 1111 1111 1111 exp 12/29             | card [masked] exp 12/29
                    no 12 5555-5555-5555-4444                      | no 12 [masked]
                    378282246310005 6011111111111117               | [masked] [masked]
                    x4111111111111111x                             | x[masked]x
                    DE89370400440532013000                         | [masked]
                    IBAN: GB29 NWBK 6016 1331 9268 19.             | IBAN: [masked].
                    nl91abna0417164300                             | [masked]
                    call +49 30 901820 now                         | call [masked] now
                    +15555550100                                   | [masked]
                    (555) 555-0100                                 | [masked]
                    eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.           | [masked]
                    Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln | Bearer [masked]
                    AKIAIOSFODNN7EXAMPLE                           | [masked]
                    aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | aws_secret_access_key = [masked]
                    "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" | "SecretAccessKey": "[masked]"
                    ghp_0123456789abcdefghijABCDEFGHIJ012345       | [masked]
                    github_pat_0123456789abcdefghij_ABCDEFGHIJ     | [masked]
                    glpat-0123456789abcdefghij                     | [masked]
                    sk_live_0123456789abcdefghij                   | [masked]
                    AIza0123456789abcdefghijABCDEFGHIJ01234        | [masked]
                    AccountKey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNA==;E=1 | [masked];E=1
                    abc8Q~0123456789abcdefghijABCDEFGHIJ0_         | [masked]
                    ssn 123-45-6789                                | ssn [masked]
                    12345678Z                                      | [masked]
                    X1234567L                                      | [masked]
                    bsn 111222333 ok                               | bsn [masked] ok
                    44051401359                                    | [masked]
                    RSSMRA85M01H501Q                               | [masked]
                    2 55 08 14 168 025 38                          | [masked]
                    529.982.247-25                                 | [masked]
                    """)
    void finds(String text, String expected) {
        assertThat(all.mask(text, Form.PLAIN)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@b",
                "@example.com",
                "alice@",
                "root@localhost",
                "alice@example.1",
                "4111111111111112",
                "41111111111111111111111",
                "1234567890123452",
                "0000000000000000",
                "2026-11-23 12:34:56.789012",
                "DE89370400440532013001",
                "XDE89370400440532013000",
                "DE8937040044053201300",
                "+0123456789",
                "+1234567",
                "1+15555550100",
                "5555550100",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0",
                "eyJ",
                "AKIAIOSFODNN7EXAMPL",
                "XAKIAIOSFODNN7EXAMPLE",
                "ghp_short",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                "000-45-6789",
                "666-45-6789",
                "123-00-6789",
                "123456789",
                "12345678A",
                "111222334",
                "44051401358",
                "111.111.111-11",
                "10.0.0.1",
                "the 12345 quick-brown foxes: 3.14159265358979"
            })
    void leavesAlone(String text) {
        assertThat(all.mask(text, Form.PLAIN)).isSameAs(text);
    }

    @Test
    void privateKeysAreFoundFromFirstToLastLine() {
        String key =
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEow+/AB==\n-----END RSA PRIVATE KEY-----";

        assertThat(all.mask("a " + key + "\nhello", Form.PLAIN)).isEqualTo("a [masked]\nhello");
        assertThat(all.mask("a " + key.replace("\n", "\\n") + "\\nhello", Form.PLAIN))
                .isEqualTo("a [masked]\\nhello");
        assertThat(all.mask(key.substring(0, 60), Form.PLAIN)).isEqualTo("[masked]");
        assertThat(all.mask("{\"key\": \"" + key.replace("\n", "\\n") + "\"}", Form.JSON))
                .isEqualTo("{\"key\": \"[masked]\"}");
    }

    @Test
    void kindsAreLaidOnWhatIsFound() {
        assertThat(
                        masker(new MaskKind.Partial(0, 4), BuiltIn.CARD)
                                .mask("pay 4111-1111-1111-1111!", Form.PLAIN))
                .isEqualTo("pay ****1111!");
        assertThat(
                        masker(new MaskKind.Email(), BuiltIn.EMAIL)
                                .mask("to alice@example.com", Form.PLAIN))
                .isEqualTo("to a***@example.com");
        assertThat(
                        masker(new MaskKind.Null(), BuiltIn.EMAIL)
                                .mask("to alice@example.com", Form.PLAIN))
                .isNull();
        assertThat(
                        masker(new MaskKind.Hash("d"), BuiltIn.EMAIL)
                                .mask("to alice@example.com", Form.PLAIN))
                .isNull();
    }

    @Test
    void whatOverlapsIsOnePlaceAndShownAsTheStricterSays() {
        Masks masks =
                new Masks(
                        List.of(
                                rule(new MaskKind.Email(), BuiltIn.EMAIL),
                                rule(new MaskKind.Partial(0, 4), BuiltIn.CARD)));

        assertThat(
                        new TextMasker(masks, new Masker(null))
                                .mask("x 4111111111111111@example.com y", Form.PLAIN))
                .isEqualTo("x [masked] y");
    }

    @Test
    void jsonStaysJson() {
        assertThat(all.mask("{\"a\": \"alice@example.com\", \"b\": [1, 2]}", Form.JSON))
                .isEqualTo("{\"a\": \"[masked]\", \"b\": [1, 2]}");
        assertThat(all.mask("{\"n\": 4111111111111111, \"m\": 1}", Form.JSON))
                .isEqualTo("{\"n\": null, \"m\": 1}");
        assertThat(all.mask("[-4111111111111111.0]", Form.JSON)).isEqualTo("[null]");
        assertThat(all.mask("{\"a\":\"x\\nalice@example.com\\\\\"}", Form.JSON))
                .isEqualTo("{\"a\":\"x\\n[masked]\\\\\"}");
        assertThat(all.mask("{\"a\":\"\\u00e9lodie@example.com\"}", Form.JSON))
                .isEqualTo("{\"a\":\"\\u00e9[masked]\"}");
        assertThat(all.mask("{\"a\":\"say \\\"alice@example.com\\\"\"}", Form.JSON))
                .isEqualTo("{\"a\":\"say \\\"[masked]\\\"\"}");
    }

    @Test
    void escapesInJsonHideNothing() {
        assertThat(all.mask("{\"a\":\"alice\\u0040example.com\"}", Form.JSON))
                .isEqualTo("{\"a\":\"[masked]\"}");
        assertThat(all.mask("\"\\u0034111111111111111\"", Form.JSON)).isEqualTo("\"[masked]\"");
        assertThat(
                        all.mask(
                                "\"https:\\/\\/hooks.slack.com\\/services\\/T0\\/B0\\/0123456789abcdef\"",
                                Form.JSON))
                .isEqualTo("\"https://[masked]\"");
        String other = "{\"a\":\"\\\\u0040 \\u0022 \\/\"}";
        assertThat(all.mask(other, Form.JSON)).isSameAs(other);
    }

    @Test
    void whatCannotBeReplacedBecomesNull() {
        TextMasker wide = masker(REDACT, new Detector.Own("wide", "b\".*\"c"));
        assertThat(wide.mask("[\"ab\",\"cd\"]", Form.JSON)).isNull();
        assertThat(wide.mask("{\"ab\",\"cd\"}", Form.LIST)).isNull();
        assertThat(all.mask("4111111111111111", Form.NUMBER)).isNull();
        assertThat(all.mask("4111111111111112", Form.NUMBER)).isEqualTo("4111111111111112");
        assertThat(masker(REDACT, new Detector.Own("t", "true")).mask("[true]", Form.JSON))
                .isNull();
    }

    @Test
    void listsAreSearchedThrough() {
        assertThat(all.mask("{alice@example.com,\"x y\",4111111111111111}", Form.LIST))
                .isEqualTo("{[masked],\"x y\",[masked]}");
        assertThat(all.mask("(1,alice@example.com,\"(555) 555-0100\")", Form.LIST))
                .isEqualTo("(1,[masked],\"[masked]\")");
    }

    @Test
    void ownExpressionsAreFoundAmongTheOthers() {
        TextMasker own = masker(REDACT, new Detector.Own("ticket", "TCK-[0-9]{6}"), BuiltIn.EMAIL);

        assertThat(own.mask("ä TCK-123456 of alice@example.com, TCK-12", Form.PLAIN))
                .isEqualTo("ä [masked] of [masked], TCK-12");
        assertThat(own.mask("x".repeat(TextMasker.OWN_BYTES_MAX + 1), Form.PLAIN))
                .as("too long to look through")
                .isNull();
        String longest = "x".repeat(TextMasker.OWN_BYTES_MAX);
        assertThat(own.mask(longest, Form.PLAIN)).isSameAs(longest);
    }

    @Test
    void aLongTextIsSearchedToItsEnd() {
        String text = "x ".repeat(2_000_000);
        assertThat(all.mask(text + "alice@example.com", Form.PLAIN)).isEqualTo(text + "[masked]");
    }

    /// Each of these repeats what some finder begins at, over a megabyte. Linear time takes milliseconds; going back to
    /// the start at each place would take minutes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "a@",
                "a@b.",
                "a@b.cd",
                "@a.bc",
                "%40a",
                "%40a.bc",
                "%",
                "\"@a.bc",
                "a.",
                "1",
                "1 ",
                "4111-",
                "4111 1111 1111 1111 ",
                "12 3456-",
                "DE89 ",
                "DE89",
                "+1",
                "+1 ",
                "(",
                "(555) ",
                "eyJ",
                "eyJ.",
                "eyJaaaaaaaaaa.",
                "eyJaaaaaaaaaa. ",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN ",
                "-",
                "AKIA",
                "xoxb-",
                "ghp_",
                "secret_access_key=",
                "s",
                "8Q~",
                "~",
                "\\n",
                "\\u0040",
                "12345678Z",
                "ABCDEF85M01H501Q"
            })
    void hostileTextsTakeLinearTime(String piece) {
        String text = piece.repeat((1 << 20) / piece.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Form form : Form.values()) {
            long start = System.nanoTime();
            all.mask(bytes, bytes.length, form);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                    .as("%s, %s", piece, form)
                    .isLessThan(3000);
        }
    }

    /// Of what is built from these pieces, no address and no card is ever left, wherever it stands and whatever stands
    /// around it.
    @Test
    void nothingFoundIsLeftInAnyMixture() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> pieces =
                List.of(
                        "alice@example.com",
                        "4111111111111111",
                        "DE89370400440532013000",
                        " ",
                        ", ",
                        "\n",
                        "text",
                        "é",
                        ": ",
                        "<",
                        ">",
                        "=");
        for (int round = 0; round < 2000; round++) {
            List<String> text = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.add(pieces.get(random.nextInt(pieces.size())));
            }
            String shown = all.mask(String.join(" ", text), Form.PLAIN);
            assertThat(shown)
                    .as("seed %d, %s", seed, text)
                    .doesNotContain("alice@")
                    .doesNotContain("41111111")
                    .doesNotContain("DE8937");
        }
    }

    private static TextMasker masker(MaskKind kind, Detector... detectors) {
        return new TextMasker(new Masks(List.of(rule(kind, detectors))), new Masker(null));
    }

    private static MaskRule rule(MaskKind kind, Detector... detectors) {
        return new MaskRule(
                "r", List.of(), List.of(), List.of(detectors), kind, MaskRule.Predicates.ALLOWED);
    }
}
