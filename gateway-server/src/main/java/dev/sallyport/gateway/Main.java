package dev.sallyport.gateway;

import dev.sallyport.gateway.cli.ApprovalsCommand;
import dev.sallyport.gateway.cli.GatewayCommand;
import dev.sallyport.gateway.cli.PassCommand;
import dev.sallyport.gateway.cli.PolicyCommand;
import dev.sallyport.gateway.cli.RecordingCommand;
import dev.sallyport.gateway.cli.SecretCommand;
import dev.sallyport.gateway.cli.SessionsCommand;
import dev.sallyport.gateway.cli.SqlCommand;
import dev.sallyport.gateway.config.GatewayConfig;
import dev.sallyport.gateway.policy.PolicyFile;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./sallyport`: every command of the gateway's side. Each lives in a class of its own.
@Command(
        name = "sallyport",
        description =
                "An access gateway: judges, holds for approval, masks and records what is done behind it.",
        mixinStandardHelpOptions = true,
        version = "sallyport 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyCommand.class,
            RecordingCommand.class,
            ApprovalsCommand.class,
            SessionsCommand.class,
            PassCommand.class,
            SecretCommand.class,
            SqlCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "./sallyport demo plays the main job on this machine, with a real PostgreSQL."
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line =
                new CommandLine(new Main()).addSubcommand(new GatewayCommand(Main::start));
        System.exit(arguments.length == 0 ? help(line) : line.execute(arguments));
    }

    private static GatewayCommand.Running start(GatewayConfig config, PolicyFile policy)
            throws IOException, InterruptedException {
        Gateway gateway = Gateway.start(config, policy, Gateway.Environment.real());
        return new GatewayCommand.Running() {
            @Override
            public List<String> addresses() {
                return List.of(
                        "postgres on " + gateway.postgresAddress(),
                        "control on " + gateway.controlAddress());
            }

            @Override
            public void reload() {
                gateway.reloadPolicy();
            }

            @Override
            public void close() {
                gateway.close();
            }
        };
    }

    private static int help(CommandLine line) {
        line.usage(System.out);
        return 0;
    }
}
