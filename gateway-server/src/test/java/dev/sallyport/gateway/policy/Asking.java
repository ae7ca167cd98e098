package dev.sallyport.gateway.policy;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks a policy, for tests: `asking(policy).as("job").decide(actions)`.
record Asking(
        FilePolicy policy,
        Identity who,
        Target target,
        String text,
        List<Parameter> parameters,
        InetAddress from,
        Instant at) {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /// A policy with the roles `job` and `dba`, with these lines under `rules`, and more sections after them.
    static FilePolicy policy(String rules) {
        return parse(
                """
                schema: sallyport.policy/v1
                roles:
                  job: {when: "claims.kind == 'job'"}
                  dba: {when: "'dba' in claims.groups"}
                rules:
                """
                        + rules);
    }

    static FilePolicy parse(String text) {
        return switch (PolicyFile.parse("policy.yaml", text)) {
            case PolicyFile.Loaded.Ready(PolicyFile file) -> file.policy();
            case PolicyFile.Loaded.Faulty(var problems) -> throw new AssertionError(problems);
        };
    }

    static Asking asking(FilePolicy policy) {
        return new Asking(
                policy,
                new Identity(
                        "https://issuer.example.test",
                        "1",
                        "somebody",
                        Set.of("job"),
                        Map.of("kind", "job")),
                new Target(new TargetName("orders"), "postgres", Map.of("env", "prod")),
                "…",
                List.of(),
                InetAddress.ofLiteral("10.1.2.3"),
                NOON);
    }

    Asking as(String... roles) {
        return new Asking(policy, who.withRoles(Set.of(roles)), target, text, parameters, from, at);
    }

    Asking claiming(Map<String, Object> claims) {
        Identity claiming =
                new Identity(who.issuer(), who.subject(), who.name(), who.roles(), claims);
        return new Asking(policy, claiming, target, text, parameters, from, at);
    }

    Asking target(String name, Map<String, String> labels) {
        return new Asking(
                policy,
                who,
                new Target(new TargetName(name), "postgres", labels),
                text,
                parameters,
                from,
                at);
    }

    Asking text(String newText) {
        return new Asking(policy, who, target, newText, parameters, from, at);
    }

    Asking with(Parameter... bound) {
        return new Asking(policy, who, target, text, List.of(bound), from, at);
    }

    Asking from(String address) {
        return new Asking(
                policy, who, target, text, parameters, InetAddress.ofLiteral(address), at);
    }

    Asking at(Instant time) {
        return new Asking(policy, who, target, text, parameters, from, time);
    }

    Question question(List<Action> actions) {
        return new Question(
                who, target, new Statement(text, actions, parameters, Stage.EXECUTE), from, at);
    }

    Decision decide(Actions... actions) {
        return policy.decide(question(Arrays.stream(actions).map(Actions::action).toList()));
    }

    /// `deny no-drop`, `allow read, write`.
    String verdict(Actions... actions) {
        Decision decision = decide(actions);
        String kind =
                switch (decision) {
                    case Decision.Allow allow -> "allow ";
                    case Decision.NeedApproval approval -> "approve ";
                    case Decision.Deny deny -> "deny ";
                };
        return kind + String.join(", ", decision.grounds().stream().map(Grounds::rule).toList());
    }
}
