package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the sections of a policy file, from the roles down to the tests, reporting every problem on the way.
final class PolicyReader {
    private final Section top;
    private final ConditionCompiler conditions = new ConditionCompiler();
    private final Words words;
    private final Set<String> ruleIds = new LinkedHashSet<>();
    private final List<Role> roles;
    private final List<Rule> rules;
    private final List<MaskEntry> masks;
    private final List<PolicyTest> tests;

    PolicyReader(Section top) {
        this.top = top;
        Optional<Section> roleSection =
                top.required("roles", "roles and the claims that give them")
                        .flatMap(Value::section);
        // Names before conditions: rules, masks and tests are checked against them even where a
        // condition is broken.
        words = new Words(roleSection.map(PolicyReader::names));
        roles = roleSection.map(this::readRoles).orElse(List.of());
        rules = readRules();
        masks = readMasks();
        top.optional("limits").flatMap(Value::section).ifPresent(Section::end);
        tests = readTests();
        top.end();
    }

    FilePolicy policy(String version) {
        return new FilePolicy(version, roles, rules, masks);
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
        RuleReader reader = new RuleReader(words, conditions, ruleIds);
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
