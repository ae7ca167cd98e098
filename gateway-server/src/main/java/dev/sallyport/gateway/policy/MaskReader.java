package dev.sallyport.gateway.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.policy.Detector;
import dev.sallyport.model.policy.Detector.BuiltIn;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.MaskRule.Predicates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the entries of a policy's `masks`.
final class MaskReader {
    private static final java.util.regex.Pattern COLUMN =
            java.util.regex.Pattern.compile("[^.\\s]+\\.[^.\\s]+\\.[^.\\s]+");
    private static final java.util.regex.Pattern NAME =
            java.util.regex.Pattern.compile("\\S.{0,199}");
    private static final java.util.regex.Pattern DOMAIN =
            java.util.regex.Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /// A longer expression is no longer read by people either.
    private static final int PATTERN_CHARACTERS_MAX = 500;

    private static final String PATTERN_EXPECTED =
            "an expression of RE2 that does not match nothing, of 1.."
                    + PATTERN_CHARACTERS_MAX
                    + " characters";

    private static final Map<String, List<BuiltIn>> DETECTORS = detectors();

    private final Words words;
    private final Set<String> ids = new LinkedHashSet<>();

    MaskReader(Words words) {
        this.words = words;
    }

    /// The kinds as a policy writes them, the strictest first.
    private enum Word {
        NULL,
        REDACT,
        HASH,
        TOKEN,
        PARTIAL,
        LAST4,
        EMAIL
    }

    Optional<MaskEntry> read(Section section) {
        Optional<String> id =
                section.required("id", "a name for the mask")
                        .flatMap(value -> words.newId(value, ids));
        List<String> columns = texts(section, "columns", COLUMN, COLUMN_EXPECTED);
        List<String> names = texts(section, "names", NAME, NAME_EXPECTED);
        List<Detector> detectors = new ArrayList<>();
        section.optional("detect")
                .ifPresent(list ->
                        list.items("a list of detectors")
                                .forEach(item -> detectors.addAll(detectors(item))));
        if (!section.has("columns") && !section.has("names") && !section.has("detect")) {
            section.problem(
                    "a mask of nothing (expected: 'columns', 'names' or 'detect', or several of them)");
        }
        Optional<MaskKind> kind = kind(section, id.orElse(""));
        Optional<Value> predicates = section.optional("deny-predicates");
        boolean deny = predicates.flatMap(Value::truth).orElse(false);
        if (deny && columns.isEmpty()) {
            predicates
                    .get()
                    .problem("only columns can be kept from predicates (expected: with 'columns')");
        }
        Set<String> except = section.optional("except").map(words::roles).orElse(Set.of());
        TargetSelector targets =
                section.optional("targets").map(words::targets).orElse(TargetSelector.ALL);
        section.end();
        if (id.isEmpty()
                || kind.isEmpty()
                || (columns.isEmpty() && names.isEmpty() && detectors.isEmpty())) {
            return Optional.empty();
        }
        MaskRule rule =
                new MaskRule(
                        id.get(),
                        columns,
                        names,
                        detectors,
                        kind.get(),
                        deny ? Predicates.DENIED : Predicates.ALLOWED);
        return Optional.of(new MaskEntry(rule, except, targets, section.spot()));
    }

    private static final String COLUMN_EXPECTED =
            "schema.table.column, each part a name or with '*', as in *.*.email";

    private static final String NAME_EXPECTED =
            "the name of a result's column, or a pattern with '*', as in *email*";

    private static List<String> texts(
            Section section, String key, java.util.regex.Pattern form, String expected) {
        List<String> texts = new ArrayList<>();
        section.optional(key)
                .ifPresent(list ->
                        list.items("a list of " + key)
                                .forEach(item -> item.text(form, expected).ifPresent(texts::add)));
        return texts;
    }

    private static Optional<MaskKind> kind(Section section, String id) {
        Map<String, Word> known = new LinkedHashMap<>();
        for (Word word : Word.values()) {
            known.put(word.name().toLowerCase(java.util.Locale.ROOT), word);
        }
        Optional<Word> word =
                section.required("with", String.join(", ", known.keySet()))
                        .flatMap(value -> value.word(known));
        Optional<Value> domain = section.optional("domain");
        Optional<Value> keep = section.optional("keep");
        boolean keyed = word.isPresent() && (word.get() == Word.HASH || word.get() == Word.TOKEN);
        boolean partial = word.isPresent() && word.get() == Word.PARTIAL;
        if (word.isPresent() && !keyed) {
            domain.ifPresent(value ->
                    value.problem("only hashes and tokens have a domain (expected: no 'domain')"));
        }
        if (word.isPresent() && !partial) {
            keep.ifPresent(value ->
                    value.problem("only a part is kept of a value (expected: with: partial)"));
        }
        // What one entry masks can be joined, and nothing else, unless somebody says so.
        String of = domain.flatMap(value -> value.text(DOMAIN, DOMAIN_EXPECTED)).orElse(id);
        return word.flatMap(kind ->
                switch (kind) {
                    case NULL -> Optional.of(new MaskKind.Null());
                    case REDACT -> Optional.of(new MaskKind.Redact());
                    case HASH -> Optional.of(new MaskKind.Hash(of));
                    case TOKEN -> Optional.of(new MaskKind.Token(of));
                    case PARTIAL -> partial(section, keep);
                    case LAST4 -> Optional.of(new MaskKind.Partial(0, 4));
                    case EMAIL -> Optional.of(new MaskKind.Email());
                });
    }

    private static final String DOMAIN_EXPECTED =
            "1 to 63 of A-Z a-z 0-9 . _ -, a letter or digit first";

    private static Optional<MaskKind> partial(Section section, Optional<Value> keep) {
        if (keep.isEmpty()) {
            section.problem("'keep' is missing (expected: such as keep: {first: 2, last: 4})");
        }
        return keep.flatMap(Value::section)
                .flatMap(of -> {
                    int first = kept(of, "first");
                    int last = kept(of, "last");
                    of.end();
                    if (first + last == 0) {
                        of.problem(
                                "nothing is kept (expected: first, last or both; or with: redact)");
                        return Optional.empty();
                    }
                    return Optional.of(new MaskKind.Partial(first, last));
                });
    }

    private static int kept(Section section, String key) {
        return section.optional(key).flatMap(value -> value.number(0, MaskKind.KEPT_MAX)).orElse(0);
    }

    private List<Detector> detectors(Value item) {
        if (!(item.plain().orElse("") instanceof Map)) {
            return item.word(DETECTORS).<List<Detector>>map(List::copyOf).orElse(List.of());
        }
        Optional<Section> section = item.section();
        Optional<String> name =
                section.flatMap(of -> of.required("name", "a name for messages"))
                        .flatMap(words::id);
        Optional<String> regex =
                section.flatMap(of -> of.required("pattern", PATTERN_EXPECTED))
                        .flatMap(MaskReader::regex);
        section.ifPresent(Section::end);
        return name.isPresent() && regex.isPresent()
                ? List.of(new Detector.Own(name.get(), regex.get()))
                : List.of();
    }

    private static Optional<String> regex(Value value) {
        Optional<String> regex = value.text();
        if (regex.isEmpty()) {
            return regex;
        }
        if (regex.get().length() > PATTERN_CHARACTERS_MAX) {
            return value.fail(PATTERN_EXPECTED);
        }
        try {
            return Pattern.compile(regex.get()).matches("") ? value.fail(PATTERN_EXPECTED) : regex;
        } catch (PatternSyntaxException e) {
            value.problem(e.getMessage() + " (expected: " + PATTERN_EXPECTED + ")");
            return Optional.empty();
        }
    }

    private static Map<String, List<BuiltIn>> detectors() {
        Map<String, List<BuiltIn>> detectors = new LinkedHashMap<>();
        for (BuiltIn detector : BuiltIn.values()) {
            detectors.put(detector.word(), List.of(detector));
        }
        detectors.put(
                "national-id",
                List.of(
                        BuiltIn.US_SSN,
                        BuiltIn.ES_DNI,
                        BuiltIn.NL_BSN,
                        BuiltIn.PL_PESEL,
                        BuiltIn.IT_CODICE_FISCALE,
                        BuiltIn.FR_NIR,
                        BuiltIn.BR_CPF));
        return Collections.unmodifiableMap(detectors);
    }
}
