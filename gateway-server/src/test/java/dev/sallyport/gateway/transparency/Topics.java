package dev.sallyport.gateway.transparency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All scripts there are, by file.
final class Topics {
    static final List<String> NAMES =
            List.of(
                    "simple",
                    "multi",
                    "errors",
                    "notices",
                    "transactions",
                    "savepoints",
                    "prepared",
                    "bind",
                    "binary",
                    "portals",
                    "describe",
                    "pipelines",
                    "flush",
                    "close",
                    "copy-out",
                    "copy-in",
                    "copy-extended",
                    "notify",
                    "parameters",
                    "cursors",
                    "routines",
                    "dml",
                    "types",
                    "large",
                    "functioncall",
                    "violations",
                    "startup",
                    "ends",
                    "utility");

    private Topics() {}

    static List<List<Script>> read() throws IOException {
        List<List<Script>> topics = new ArrayList<>();
        for (String name : NAMES) {
            topics.add(ScriptReader.read(name));
        }
        return topics;
    }
}
