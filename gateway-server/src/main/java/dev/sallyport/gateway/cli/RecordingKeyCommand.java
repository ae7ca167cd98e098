package dev.sallyport.gateway.cli;

import picocli.CommandLine.Command;

/// `sallyport recording key`: the keys that recordings are made and opened with.
@Command(
        name = "key",
        description = "Make keys for recordings.",
        subcommands = {RecordingKeyNew.class, RecordingKeyRotate.class},
        synopsisSubcommandLabel = "COMMAND")
final class RecordingKeyCommand extends CommandGroup {}
