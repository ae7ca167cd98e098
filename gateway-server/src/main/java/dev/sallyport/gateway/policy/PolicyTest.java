package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Spot;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.Target;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One entry of a policy's `tests`: an example that must hold, whatever else is changed.
///
/// @param who without roles
/// @param as the roles to hold; empty to have the policy's roles decide from the claims
/// @param by a rule that must be among those that made the decision; empty for any
public record PolicyTest(
        Spot spot,
        Identity who,
        Optional<Set<String>> as,
        Target target,
        InetAddress from,
        Instant at,
        String sql,
        List<Parameter> parameters,
        Expected expect,
        Optional<String> by) {
    /// A decision's kind, as tests name it.
    public enum Expected {
        ALLOW("allow"),
        APPROVE("approve"),
        DENY("deny");

        private final String word;

        Expected(String word) {
            this.word = word;
        }

        /// `approve`
        public String word() {
            return word;
        }

        static Map<String, Expected> words() {
            Map<String, Expected> words = new LinkedHashMap<>();
            for (Expected expected : values()) {
                words.put(expected.word, expected);
            }
            return Collections.unmodifiableMap(words);
        }

        static Expected of(Decision decision) {
            return switch (decision) {
                case Decision.Allow allow -> ALLOW;
                case Decision.NeedApproval approval -> APPROVE;
                case Decision.Deny deny -> DENY;
            };
        }
    }

    /// What is wrong, in one line; empty where the example holds.
    Optional<String> run(FilePolicy policy, Function<String, List<Action>> reader) {
        Identity asker = who.withRoles(as.orElseGet(() -> policy.rolesOf(who)));
        Statement statement = new Statement(sql, reader.apply(sql), parameters, Stage.EXECUTE);
        Decision decision = policy.decide(new Question(asker, target, statement, from, at));
        List<String> rules = decision.grounds().stream().map(Grounds::rule).toList();
        if (Expected.of(decision) == expect && (by.isEmpty() || rules.contains(by.get()))) {
            return Optional.empty();
        }
        return Optional.of(
                "test '"
                        + shortened(sql)
                        + "': "
                        + Expected.of(decision).word
                        + " by "
                        + String.join(", ", rules)
                        + " (expected: "
                        + expect.word
                        + by.map(rule -> " by " + rule).orElse("")
                        + ")");
    }

    private static String shortened(String sql) {
        String line = sql.replaceAll("\\s+", " ").strip();
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
