package dev.sallyport.model.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The golden files: recordings that were made once, with keys made for this and nothing else, and that every version
/// must read as it did then.
///
/// Run as a program it makes them anew, which is right only while no version of the format is released.
final class Golden {
    static final List<String> NAMES =
            List.of("session.sprec", "growing.sprec", "plain.sprec", "2026-01-02.spday");

    private Golden() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/recording/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    static String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static VerifyKey signing() throws IOException {
        return VerifyKey.ofPem(text("signing-key.pub"));
    }

    static ReadingKey gateway() throws IOException {
        return ReadingKey.ofPem(text("gateway.pem"));
    }

    static ReadingKey auditor() throws IOException {
        return ReadingKey.ofPem(text("auditor-rsa.pem"));
    }

    /// Where each segment begins, and the end.
    static List<Integer> cuts(byte[] recording) {
        List<Integer> cuts = new ArrayList<>();
        int at = ByteBuffer.wrap(recording).getInt(12);
        while (at < recording.length) {
            cuts.add(at);
            at += Math.toIntExact(SegmentHeader.read(recording, at).segmentBytes());
        }
        cuts.add(at);
        return cuts;
    }

    /// @param arguments the folder to write to
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        KeyPair signing = Recordings.newPair();
        ReadingKey gateway = ReadingKey.generate();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        ReadingKey auditor =
                ReadingKey.ofPem(
                        Pem.encode(
                                Pem.PRIVATE_KEY,
                                generator.generateKeyPair().getPrivate().getEncoded()));
        Files.writeString(
                folder.resolve("signing-key.pub"), VerifyKey.of(signing.getPublic()).pem());
        Files.writeString(folder.resolve("gateway.pem"), gateway.pem());
        Files.writeString(folder.resolve("auditor-rsa.pem"), auditor.pem());

        Event[] events = Recordings.everyKind().toArray(Event[]::new);
        Recordings session =
                Recordings.encrypted(
                                signing,
                                new SecureRandom(),
                                gateway.recipient(),
                                auditor.recipient())
                        .segment(Arrays.copyOf(events, 3))
                        .segment(Arrays.copyOfRange(events, 3, events.length))
                        .checkpoint()
                        .segment(
                                new Event.SqlKeyframe("idle", 5, Map.of("search_path", "public")),
                                new Event.Asked(
                                        6,
                                        "SELECT " + "1 + ".repeat(500) + "1",
                                        List.of(),
                                        "",
                                        "read"));
        byte[] growing = Arrays.copyOf(session.bytes(), session.length() - 5);
        Files.write(folder.resolve("growing.sprec"), growing);
        session.segment(new Event.Closed("client-left", null)).index().seal();
        Files.write(folder.resolve("session.sprec"), session.bytes());
        Files.write(
                folder.resolve("plain.sprec"),
                new Recordings(signing)
                        .segment(
                                new Event.Opened("session", Map.of("target", "orders-prod")),
                                new Event.Asked(1, "SELECT 1", List.of(), "", "read"))
                        .seal()
                        .bytes());
        VerifyKey next = VerifyKey.of(Recordings.newPair().getPublic());
        Files.write(
                folder.resolve("2026-01-02.spday"),
                Recordings.dayLog(signing)
                        .segment(
                                DayEntry.opening(
                                        LocalDate.of(2026, 1, 2),
                                        new DayEntry.Previous("2026-01-01.spday", "ab".repeat(32))))
                        .segment(new DayEntry.Opened(Recordings.ID, "cd".repeat(32)).event())
                        .segment(
                                new DayEntry.Sealed(
                                                Recordings.ID,
                                                "cd".repeat(32),
                                                "ef".repeat(32),
                                                7,
                                                SealReason.RECOVERED)
                                        .event())
                        .checkpoint()
                        .segment(
                                new DayEntry.Deleted(
                                                Recordings.ID, "ef".repeat(32), "90 days", "Bob")
                                        .event())
                        .segment(new DayEntry.FoundDamaged(Recordings.ID, "altered").event())
                        .segment(
                                new DayEntry.KeyChanged(
                                                VerifyKey.of(signing.getPublic()),
                                                next,
                                                new byte[64])
                                        .event())
                        .seal()
                        .bytes());
        for (String name : NAMES) {
            Files.writeString(folder.resolve(name + ".jsonl"), GoldenFilesTest.shown(folder, name));
        }
    }
}
