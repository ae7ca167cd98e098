package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.policy.PolicyFile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport policy schema`: prints the JSON Schema of policy files, for editors to complete and check by.
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema (draft 2020-12) of policy files.",
            "Editors with the YAML language server take it by a first line such as",
            "# yaml-language-server: $schema=policy.schema.json"
        },
        mixinStandardHelpOptions = true)
final class PolicySchema implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(PolicyFile.jsonSchema());
        out.flush();
        return 0;
    }
}
