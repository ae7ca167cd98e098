package dev.sallyport.gateway.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gateway`: runs the gateway until it is told to stop.
@Command(
        name = "gateway",
        description = "Run the gateway. SIGTERM or Ctrl-C ends it: sessions are told, recordings are sealed.",
        mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration, gateway.yaml.")
    private Path config = Path.of("gateway.yaml");

    @Override
    public Integer call() throws Exception {
        return 0;
    }
}
