package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.policy.Explanation;
import dev.sallyport.gateway.policy.FilePolicy;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.policy.Question;
import dev.sallyport.gateway.yaml.Nearest;
import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `sallyport policy explain FILE … SQL`: the decision, the rules that made it, and those that nearly did.
@Command(
        name = "explain",
        description = "Tell what a policy makes of a statement, and why.",
        mixinStandardHelpOptions = true)
final class PolicyExplain implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private PolicyCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy, such as policy.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SQL",
            description = "The statement; words are joined.")
    private List<String> sql = List.of();

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Who who;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "Whose claims they are; with --claims.")
    private String issuer = "https://issuer.example.test";

    @Option(names = "--target", required = true, paramLabel = "NAME", description = "The target.")
    private String target = "";

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label of the target; may be repeated.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "The client's address; default ${DEFAULT-VALUE}.")
    private String from = "127.0.0.1";

    /// Who asks: by roles, or by claims that the policy makes roles of.
    static final class Who {
        @Option(
                names = "--as",
                split = ",",
                paramLabel = "ROLE",
                description = "Roles of who asks.")
        private Set<String> roles = Set.of();

        @Option(
                names = "--claims",
                paramLabel = "JSON",
                description = "Claims of who asks, as a JSON object.")
        private @Nullable String claims;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return switch (PolicyFile.load(file)) {
            case PolicyFile.Loaded.Faulty(List<Problem> problems) ->
                    PolicyCheck.told(problems, out);
            case PolicyFile.Loaded.Ready(PolicyFile read) -> {
                Question question = question(read.policy());
                Explanation explanation = read.policy().explain(question);
                new ExplanationText(out).print(read, question, explanation);
                yield 0;
            }
        };
    }

    private Question question(FilePolicy policy) {
        String text = String.join(" ", sql);
        return new Question(
                identity(policy),
                new Target(targetName(), "postgres", labels),
                new Statement(text, parent.reader().apply(text), List.of(), Stage.EXECUTE),
                address(),
                Instant.now());
    }

    private Identity identity(FilePolicy policy) {
        if (who.claims != null) {
            Identity identity =
                    new Identity(issuer, "explain", "explain", Set.of(), claims(who.claims));
            return identity.withRoles(policy.rolesOf(identity));
        }
        Set<String> roles = new TreeSet<>(who.roles);
        Set<String> known = policy.roleNames();
        for (String role : roles) {
            if (!known.contains(role)) {
                throw wrong(
                        "--as: '"
                                + role
                                + "' (expected: "
                                + String.join(", ", known)
                                + ")"
                                + Nearest.hint(role, known));
            }
        }
        return new Identity(issuer, "explain", "explain", roles, Map.of());
    }

    private Map<String, Object> claims(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw wrong("--claims: not a JSON object: " + e.getOriginalMessage());
        }
    }

    private TargetName targetName() {
        try {
            return new TargetName(target);
        } catch (IllegalArgumentException e) {
            throw wrong("--target: " + e.getMessage());
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.ofLiteral(from);
        } catch (IllegalArgumentException e) {
            throw wrong("--from: '" + from + "' (expected: an IP address)");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
