package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.config.ConfigFile;
import dev.sallyport.gateway.config.GatewayConfig;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.target.TargetName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gateway`: runs the gateway until it is told to stop.
///
/// Every problem of configuration and policy is told at once, with file, line and what was expected; with any problem,
/// nothing starts.
@Command(
        name = "gateway",
        description = {
            "Run the gateway. SIGTERM or Ctrl-C ends it: clients are told, recordings are sealed.",
            "SIGHUP has it read its policy file again.",
            "Prints a line for each address it listens on; what happens later is logged to standard error."
        },
        mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {
    /// Starts a gateway; given by whoever wires everything.
    public interface Starter {
        Running start(GatewayConfig config, PolicyFile policy) throws Exception;
    }

    /// A gateway that runs.
    public interface Running extends AutoCloseable {
        /// Where it listens, in words.
        List<String> addresses();

        /// Reads the policy file again.
        void reload();

        @Override
        void close();
    }

    private final Starter starter;
    private final PostgresReader reader = new PostgresReader();

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration, gateway.yaml.")
    private Path config = Path.of("gateway.yaml");

    @Option(names = "--check", description = "Check configuration and policy, and do not start.")
    private boolean checkOnly;

    public GatewayCommand(Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws Exception {
        return switch (ConfigFile.load(config)) {
            case ConfigFile.Loaded.Faulty(List<Problem> problems) -> told(problems);
            case ConfigFile.Loaded.Ready(GatewayConfig good) ->
                    switch (PolicyFile.load(good.policy(), Optional.of(targets(good)))) {
                        case PolicyFile.Loaded.Faulty(List<Problem> problems) -> told(problems);
                        case PolicyFile.Loaded.Ready(PolicyFile policy) -> {
                            List<Problem> failures =
                                    new ArrayList<>(
                                            policy.failures(sql -> reader.read(sql).actions()));
                            if (good.maskKey().isEmpty()) {
                                failures.addAll(policy.problemsWithoutMaskKey());
                            }
                            yield failures.isEmpty() ? run(good, policy) : told(failures);
                        }
                    };
        };
    }

    private static Set<String> targets(GatewayConfig good) {
        return good.targets().keySet().stream()
                .map(TargetName::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int told(List<Problem> problems) {
        problems.forEach(problem -> System.err.println(problem));
        System.err.println(
                problems.size()
                        + (problems.size() == 1 ? " problem" : " problems")
                        + "; nothing was started");
        return 1;
    }

    private int run(GatewayConfig good, PolicyFile policy) throws Exception {
        if (checkOnly) {
            System.out.println(config + " and " + good.policy() + " are sound");
            return 0;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Running gateway;
        try {
            gateway = starter.start(good, policy);
        } catch (IOException e) {
            // An address in use, a folder that cannot be written: the message names it and what was
            // expected, and where in the program it showed helps nobody.
            System.err.println("sallyport gateway: " + e.getMessage());
            return 1;
        }
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    stop.countDown();
                                    try {
                                        stopped.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
        HangUp.whenSent(gateway::reload);
        try {
            gateway.addresses().forEach(System.out::println);
            System.out.flush();
            stop.await();
        } finally {
            gateway.close();
            stopped.countDown();
        }
        return 0;
    }
}
