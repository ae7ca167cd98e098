package dev.sallyport.gateway.cli;

import picocli.CommandLine.Command;

/// `sallyport recording`: verifies and shows recordings, without the gateway.
@Command(
        name = "recording",
        description = "Verify a recording, show what it holds, or make keys for it.",
        subcommands = {RecordingVerify.class, RecordingShow.class, RecordingKeyCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RecordingCommand extends CommandGroup {}
