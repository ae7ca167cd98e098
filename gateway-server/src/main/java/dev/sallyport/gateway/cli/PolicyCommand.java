package dev.sallyport.gateway.cli;

import dev.sallyport.model.statement.Action;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

/// `sallyport policy`: looks at a policy file without a gateway, and changes the policy of one that runs.
@Command(
        name = "policy",
        description = {
            "Check, test and explain a policy file; list, show, compare and change the policies of a gateway.",
            "check, test, explain and schema need no gateway; the others need an administrator's role at one."
        },
        subcommands = {
            PolicyCheck.class,
            PolicyTestCommand.class,
            PolicyExplain.class,
            PolicySchema.class,
            PolicyVersionCommands.Activate.class,
            PolicyVersionCommands.Reload.class,
            PolicyVersionCommands.Rollback.class,
            PolicyVersionCommands.Versions.class,
            PolicyVersionCommands.Show.class,
            PolicyVersionCommands.Diff.class
        })
public final class PolicyCommand extends CommandGroup {
    private final Function<String, List<Action>> reader;

    public PolicyCommand() {
        this(Sql.reader());
    }

    PolicyCommand(Function<String, List<Action>> reader) {
        this.reader = reader;
    }

    Function<String, List<Action>> reader() {
        return reader;
    }
}
