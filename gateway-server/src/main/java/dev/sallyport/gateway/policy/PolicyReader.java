package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the sections of a policy file, from the roles down to the tests, reporting every problem on the way.
final class PolicyReader {
    private final Section top;
    private final ConditionCompiler conditions;
    private final Words words;
    private final LimitsReader limitsReader;
    private final Set<String> ruleIds = new LinkedHashSet<>();
    private final List<Role> roles;
    private final List<Rule> rules;
    private final List<MaskEntry> masks;
    private final List<LimitEntry> limits;
    private final List<PolicyTest> tests;

    /// @param targetNames the targets there are; empty where nobody knows them, and any will do
    PolicyReader(Section top, Optional<Set<String>> targetNames) {
        this.top = top;
        ZoneId zone = top.optional("timezone").flatMap(PolicyReader::zone).orElse(ZoneOffset.UTC);
        Optional<Section> roleSection =
                top.required("roles", "roles and the claims that give them")
                        .flatMap(Value::section);
        // Names before conditions: rules, masks and tests are checked against them even where a
        // condition is broken.
        Optional<Set<String>> roleNames = roleSection.map(PolicyReader::names);
        words = new Words(roleNames, targetNames);
        conditions = new ConditionCompiler(zone, roleNames);
        limitsReader = new LimitsReader(words);
        roles = roleSection.map(this::readRoles).orElse(List.of());
        rules = readRules();
        masks = readMasks();
        limits = readLimits();
        tests = readTests();
        top.end();
    }

    FilePolicy policy(String version) {
        return new FilePolicy(version, roles, new Applicable.Everything(rules, masks, limits));
    }

    List<PolicyTest> tests() {
        return tests;
    }

    private static Set<String> names(Section section) {
        Set<String> names = new LinkedHashSet<>();
        section.named().forEach(named -> named.name().text().ifPresent(names::add));
        return names;
    }

    private List<Role> readRoles(Section section) {
        List<Role> read = new ArrayList<>();
        for (Section.Named named : section.named()) {
            Optional<String> name = words.id(named.name());
            Optional<Section> of = named.value().section();
            if (name.isEmpty() || of.isEmpty()) {
                continue;
            }
            Optional<String> issuer = of.get().optional("issuer").flatMap(Value::text);
            Optional<Value> when = of.get().optional("when");
            if (of.get().optional("issuer").isEmpty() && when.isEmpty()) {
                of.get()
                        .problem(
                                "role '"
                                        + name.get()
                                        + "' is given to everybody (expected: 'issuer', 'when' or both)");
            }
            of.get().end();
            read.add(new Role(name.get(), issuer, when.flatMap(conditions::ofRole)));
        }
        return read;
    }

    private List<Rule> readRules() {
        RuleReader reader = new RuleReader(words, conditions, limitsReader, ruleIds);
        List<Rule> read = new ArrayList<>();
        List<Value> items =
                top.required("rules", "a list of rules")
                        .map(list -> list.items("a list of rules"))
                        .orElse(List.of());
        for (Value item : items) {
            item.section().flatMap(reader::read).ifPresent(read::add);
        }
        return read;
    }

    private List<MaskEntry> readMasks() {
        MaskReader reader = new MaskReader(words);
        List<MaskEntry> read = new ArrayList<>();
        for (Value item : list("masks", "a list of masks")) {
            item.section().flatMap(reader::read).ifPresent(read::add);
        }
        return read;
    }

    private List<LimitEntry> readLimits() {
        List<LimitEntry> read = new ArrayList<>();
        for (Value item : list("limits", "a list of limits")) {
            item.section().flatMap(limitsReader::entry).ifPresent(read::add);
        }
        return read;
    }

    /// A name of the IANA database rather than an offset: people mean the clock on the wall, in summer too.
    private static Optional<ZoneId> zone(Value value) {
        return value.text()
                .flatMap(name -> {
                    if (ZoneId.getAvailableZoneIds().contains(name)) {
                        return Optional.of(ZoneId.of(name));
                    }
                    value.unknown(
                            "a time zone as in Europe/Berlin or UTC", ZoneId.getAvailableZoneIds());
                    return Optional.empty();
                });
    }

    private List<PolicyTest> readTests() {
        TestReader reader = new TestReader(words, ruleIds);
        List<PolicyTest> read = new ArrayList<>();
        for (Value item : list("tests", "a list of tests")) {
            item.section().flatMap(reader::read).ifPresent(read::add);
        }
        return read;
    }

    private List<Value> list(String key, String expected) {
        return top.optional(key).map(value -> value.items(expected)).orElse(List.of());
    }
}
