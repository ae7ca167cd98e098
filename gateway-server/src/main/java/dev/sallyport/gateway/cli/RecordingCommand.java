package dev.sallyport.gateway.cli;

import picocli.CommandLine.Command;

/// `sallyport recording`: verifies and shows recordings, without the gateway.
@Command(
        name = "recording",
        description = "Verify a recording, or show what it holds.",
        subcommands = {RecordingVerify.class, RecordingShow.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RecordingCommand extends CommandGroup {}
