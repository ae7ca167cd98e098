package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.policy.Detector;
import dev.sallyport.model.policy.Detector.BuiltIn;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.MaskRule.Predicates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The entries of `masks`: what they mean, and what is said of those that mean nothing.
class MaskReaderTest {
    private static final String HEAD =
            """
            schema: sallyport.policy/v1
            roles:
              job: {issuer: "https://ci.example.com"}
            rules:
              - {id: read, who: [job], targets: ["*"], effects: [read], allow: true}
            masks:
            """;

    @Test
    void readsEveryKind() {
        assertThat(rule("{id: m, columns: [\"a.b.c\"], with: \"null\"}").kind())
                .isEqualTo(new MaskKind.Null());
        assertThat(rule("{id: m, columns: [\"a.b.c\"], with: hash}").kind())
                .as("an entry is its own domain")
                .isEqualTo(new MaskKind.Hash("m"));
        assertThat(rule("{id: m, columns: [\"a.b.c\"], with: token, domain: shared}").kind())
                .isEqualTo(new MaskKind.Token("shared"));
        assertThat(rule("{id: m, columns: [\"a.b.c\"], with: partial, keep: {first: 2}}").kind())
                .isEqualTo(new MaskKind.Partial(2, 0));
        assertThat(rule("{id: m, columns: [\"a.b.c\"], with: last4}").kind())
                .isEqualTo(new MaskKind.Partial(0, 4));
    }

    @Test
    void readsWhatIsMasked() {
        MaskRule rule =
                rule(
                        "{id: m, columns: [\"*.*.email\"], names: [\"*mail*\"], deny-predicates: true, with: redact,"
                                + " detect: [card, national-id, {name: ticket, pattern: \"TCK-[0-9]+\"}]}");

        assertThat(rule.columns()).containsExactly("*.*.email");
        assertThat(rule.names()).containsExactly("*mail*");
        assertThat(rule.predicates()).isEqualTo(Predicates.DENIED);
        assertThat(rule.detectors())
                .startsWith(BuiltIn.CARD, BuiltIn.US_SSN)
                .endsWith(new Detector.Own("ticket", "TCK-[0-9]+"))
                .hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {id: m, with: redact}                                    | 7:5: error: a mask of nothing (expected: 'columns', 'names' or 'detect', or several of them)
                    {id: m, detect: [crad], with: redact}                    | 7:22: error: detect: 'crad' (expected: email, card, iban, phone, jwt, cloud-key, private-key, us-ssn, es-dni, nl-bsn, pl-pesel, it-codice-fiscale, fr-nir, br-cpf, national-id); did you mean 'card'?
                    {id: m, detect: [card], deny-predicates: true, with: redact} | 7:46: error: deny-predicates: only columns can be kept from predicates (expected: with 'columns')
                    {id: m, names: [x], with: redact, domain: d}             | 7:47: error: domain: only hashes and tokens have a domain (expected: no 'domain')
                    {id: m, names: [x], with: email, keep: {last: 4}}        | 7:44: error: keep: only a part is kept of a value (expected: with: partial)
                    {id: m, names: [x], with: partial}                       | 7:5: error: 'keep' is missing (expected: such as keep: {first: 2, last: 4})
                    {id: m, names: [x], with: partial, keep: {last: 0}}      | 7:46: error: nothing is kept (expected: first, last or both; or with: redact)
                    {id: m, names: [x], with: partial, keep: {last: 17}}     | 7:53: error: last: the number 17 (expected: 0..16)
                    {id: m, with: redact, detect: [{name: a, pattern: "x*"}]} | 7:55: error: pattern: 'x*' (expected: an expression of RE2 that does not match nothing, of 1..500 characters)
                    {id: m, with: redact, detect: [{name: a, pattern: "("}]} | 7:55: error: pattern: error parsing regexp: missing closing ): `(` (expected: an expression of RE2 that does not match nothing, of 1..500 characters)
                    """)
    void saysWhatIsWrong(String entry, String problem) {
        assertThat(problems(entry)).contains("p.yaml:" + problem);
    }

    @Test
    void hashesNeedAKey() {
        PolicyFile file = file("{id: m, columns: [\"a.b.c\"], with: hash}");

        assertThat(file.problemsWithoutMaskKey())
                .extracting(Problem::toString)
                .containsExactly(
                        "p.yaml:7:5: error: mask 'm' makes a hash, and the gateway has no key for it (expected: masking:"
                                + " {key: sealed:NAME} in gateway.yaml, or another 'with')");
        assertThat(file("{id: m, names: [x], with: redact}").problemsWithoutMaskKey()).isEmpty();
    }

    private static MaskRule rule(String entry) {
        return file(entry).policy().masks().getFirst().rule();
    }

    private static PolicyFile file(String entry) {
        return switch (PolicyFile.parse("p.yaml", HEAD + "  - " + entry + "\n")) {
            case PolicyFile.Loaded.Ready(PolicyFile file) -> file;
            case PolicyFile.Loaded.Faulty(List<Problem> problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String entry) {
        return PolicyFile.parse("p.yaml", HEAD + "  - " + entry + "\n")
                        instanceof PolicyFile.Loaded.Faulty(List<Problem> problems)
                ? problems.stream().map(Problem::toString).toList()
                : List.of();
    }
}
