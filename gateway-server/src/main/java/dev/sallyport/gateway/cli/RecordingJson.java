package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.EntryJson;
import java.io.IOException;
import java.io.PrintWriter;

/// A recording for programs: one JSON object for each record, and a last one with the verdict. Only ASCII, so that it
/// is harmless on a terminal as well.
final class RecordingJson implements RecordingShow.View {
    static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final EntryJson entries = new EntryJson();
    private final PrintWriter out;

    RecordingJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Entry entry) throws IOException {
        out.println(ASCII.writeValueAsString(entries.of(entry)));
    }

    @Override
    public void end(ChainVerdict verdict) throws IOException {
        out.println(
                ASCII.writeValueAsString(verdict.json().put("verdict", VerdictText.of(verdict))));
    }
}
