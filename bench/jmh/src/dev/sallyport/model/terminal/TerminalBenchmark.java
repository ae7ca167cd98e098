package dev.sallyport.model.terminal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What replaying a terminal costs: feeding a mebibyte of output in pieces of 4 KiB, and a keyframe taken, gone back to,
/// written and read. A mebibyte in 10 milliseconds is 105 MB/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TerminalBenchmark {
    private static final int PIECE = 4096;

    /// What the output is like.
    public enum Kind {
        /// Lines of ASCII, as `cat` shows a log.
        PLAIN("2026-08-14 12:00:01 INFO session opened: identity=ci@example.com target=orders role=reader\r\n"),
        /// A colour for each word, as `ls --color` and build tools write.
        COLOURED("\u001b[1;32mok\u001b[0m \u001b[38;5;244mtest\u001b[m \u001b[38;2;200;100;50mname\u001b[0m 12 ms\r\n"),
        /// A screen drawn again and again at places, as `top` does.
        REDRAWN("\u001b[5;1H\u001b[7m  PID USER      PR\u001b[27m\u001b[K\u001b[6;10H\u001b[1mroot\u001b[m 20   0\u001b[K\u001b[H"),
        /// Wide characters and marks.
        WIDE("記録は七年後に読まれる e\u0301a\u0308 한국어 ─┼─\r\n");

        private final byte[] text;

        Kind(String text) {
            String filled = text.repeat((1 << 20) / text.getBytes(StandardCharsets.UTF_8).length + 1);
            this.text = Arrays.copyOf(filled.getBytes(StandardCharsets.UTF_8), 1 << 20);
        }
    }

    @State(Scope.Thread)
    public static class Output {
        @Param public Kind kind;
        private final Terminal terminal = new Terminal(new Size(120, 40));
    }

    @Benchmark
    public Screen feedMebibyte(Output output) {
        byte[] text = output.kind.text;
        for (int at = 0; at < text.length; at += PIECE) {
            output.terminal.feed(ByteBuffer.wrap(text, at, PIECE));
        }
        return output.terminal.screen();
    }

    private final Terminal full = full();
    private final Keyframe keyframe = full.keyframe();
    private final byte[] bytes = keyframe.toBytes();

    private static Terminal full() {
        Terminal terminal = new Terminal(new Size(120, 40));
        terminal.feed(Kind.COLOURED.text);
        return terminal;
    }

    @Benchmark
    public Keyframe takeKeyframe() {
        return full.keyframe();
    }

    @Benchmark
    public Screen restoreKeyframe() {
        full.restore(keyframe);
        return full.screen();
    }

    @Benchmark
    public byte[] writeKeyframe() {
        return keyframe.toBytes();
    }

    @Benchmark
    public Keyframe readKeyframe() throws MalformedKeyframeException {
        return Keyframe.fromBytes(bytes);
    }
}
