package dev.sallyport.gateway.cli;

import dev.sallyport.model.statement.Action;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

/// `sallyport policy`: looks at a policy file without a gateway.
@Command(
        name = "policy",
        description = "Check a policy file, or explain what it makes of a statement.",
        subcommands = {PolicyCheck.class, PolicyExplain.class})
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
