package dev.sallyport.gateway.cli;

import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.LockedRecordingException;
import dev.sallyport.model.recording.RecordingReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport recording show FILE`: what a recording tells, as far as it is intact. Works while it grows.
@Command(
        name = "show",
        description = "Show what a recording holds, as far as it is intact.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all that is there was shown",
            "1:damaged: shown up to there",
            "2:cannot be read, or no key opens it"
        },
        mixinStandardHelpOptions = true)
final class RecordingShow implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin private final TrustedKeys trusted = new TrustedKeys();

    @Mixin private final OpeningKeys keys = new OpeningKeys();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "${COMPLETION-CANDIDATES}: blocks for people, or one JSON object a record.")
    private Format format = Format.text;

    @Parameters(paramLabel = "FILE", description = "The recording, *.sprec.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    /// Named as they are typed.
    enum Format {
        text,
        jsonl
    }

    /// One way to show records.
    interface View {
        void show(Entry entry) throws IOException;

        void end(ChainVerdict verdict) throws IOException;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        View view =
                switch (format) {
                    case text -> new RecordingText(out);
                    case jsonl -> new RecordingJson(out);
                };
        try (RecordingReader reader = RecordingReader.open(file, trusted.read(), keys.read())) {
            for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                view.show(entry.get());
            }
            view.end(reader.verdict());
            int status = reader.verdict().status();
            return status == 3 ? 0 : status;
        } catch (LockedRecordingException e) {
            err.println(
                    Plain.line(file + ": " + e.getMessage())
                            + " (give it with --key; 'recording verify' needs none)");
            return 2;
        } catch (IOException e) {
            err.println(Plain.line(file + ": cannot be read: " + e));
            return 2;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
