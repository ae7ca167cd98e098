package dev.sallyport.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./sallyport demo`: the main job on this machine. Starts a real PostgreSQL, an identity provider and the gateway, plays
/// a pipeline's day through them, and says at each step what was expected and what happened.
@Command(
        name = "sallyport demo",
        description = {
            "Play the main job: a pipeline's psql through the gateway, in front of a real PostgreSQL, all on loopback.",
            "Exit status 0 only if every step went as expected."
        },
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    @Option(
            names = "--stay",
            description =
                    "Keep everything running afterwards, and print how to connect, approve and replay.")
    private boolean stay;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Leave recordings, configuration and logs in this folder. Without it they are deleted.")
    private Path keep = Path.of("");

    @Option(
            names = "--ports",
            paramLabel = "POSTGRES,CONTROL",
            split = ",",
            description =
                    "Ports of the gateway; free ones are taken if not given (7432,7070 with --stay, where free).")
    private int[] ports = {};

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        boolean kept = !keep.toString().isEmpty();
        Path folder =
                kept
                        ? keep.toAbsolutePath().normalize()
                        : Files.createTempDirectory("sallyport-demo");
        if (kept && !isUsable(folder)) {
            return CommandLine.ExitCode.USAGE;
        }
        // Read when the first line is logged: the console is the story's, the log a file's.
        System.setProperty("sallyport.demo.log", folder.resolve("demo.log").toString());
        System.setProperty("sallyport.demo.console", "ERROR");
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch cleaned = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            interrupted.countDown();
                            await(cleaned);
                        }));
        try {
            return play(folder, interrupted);
        } finally {
            if (!kept) {
                Folders.delete(folder);
            }
            cleaned.countDown();
        }
    }

    private boolean isUsable(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var inside = Files.list(folder)) {
            if (inside.findAny().isEmpty()) {
                return true;
            }
        }
        System.err.println(
                "--keep "
                        + folder
                        + ": not empty (expected: an empty folder, or one that is not there yet)");
        return false;
    }

    private int play(Path folder, CountDownLatch interrupted) throws Exception {
        try (Scene scene = Scene.set(folder, stay, ports, out)) {
            Steps steps = new Steps(out);
            new Story(scene, steps).play(interrupted);
            out.println();
            out.println(steps.summary());
            if (stay && interrupted.getCount() > 0) {
                scene.explain();
                interrupted.await();
            }
            if (!keep.toString().isEmpty()) {
                out.println(
                        "Kept in "
                                + folder
                                + ": recordings/*.sprec, gateway.yaml, policy.yaml, state/, demo.log");
            }
            return steps.allMatched() && (stay || interrupted.getCount() > 0) ? 0 : 1;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
