package dev.sallyport.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.model.recording.ChainVerdict;
import dev.sallyport.model.recording.Entry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.RecordingReader;
import dev.sallyport.model.recording.RecordingVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// A pipeline's day: what it may read, what it may not do, what waits for somebody, and what is left to look at after.
final class Story {
    /// Enough to be within what a segment holds, whatever it is.
    private static final int BEHIND_SEGMENT_HEADER = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scene scene;
    private final Steps steps;

    Story(Scene scene, Steps steps) {
        this.scene = scene;
        this.steps = steps;
    }

    /// Plays until the end, or until interrupted.
    void play(CountDownLatch interrupted) throws Exception {
        List<Act> acts =
                List.of(
                        this::readsMasked,
                        this::aliasHidesNothing,
                        this::dropIsRefused,
                        this::deleteWithoutWhereIsRefused,
                        this::alterIsHeldAndApproved,
                        this::expiredTokenIsTurnedAway,
                        this::forgedTokenIsTurnedAway,
                        this::recordingsVerify,
                        this::changedByteIsFound);
        for (Act act : acts) {
            if (interrupted.getCount() == 0) {
                return;
            }
            act.play();
        }
    }

    private interface Act {
        void play() throws Exception;
    }

    private SqlClient.Result run(String who, String sql) {
        steps.asked(who, sql);
        return scene.run(scene.token(who), sql);
    }

    private void readsMasked() throws Exception {
        steps.begin("A pipeline reads customers: what identifies them is masked");
        String columns = "email, phone, card_number, password_hash";
        String where = " FROM customers WHERE id = 7";
        SqlClient.Result seen = run("orders-pipeline", "SELECT " + columns + where);
        String email = scene.look("SELECT email" + where);
        String phone = scene.look("SELECT phone" + where);
        String card = scene.look("SELECT card_number" + where);
        String expected =
                email.charAt(0)
                        + "***"
                        + email.substring(email.indexOf('@'))
                        + "|****"
                        + phone.substring(phone.length() - 4)
                        + "|****"
                        + card.substring(card.length() - 4)
                        + "|[masked]";
        steps.end(expected, told(seen), seen.status() == 0 && seen.output().equals(expected));
    }

    private void aliasHidesNothing() throws Exception {
        steps.begin("Neither an alias, nor an expression, nor a view shows more");
        SqlClient.Result seen =
                run(
                        "orders-pipeline",
                        "SELECT e, upper(e), (SELECT v.email FROM customer_totals v WHERE v.id = 7)"
                                + " FROM (SELECT email AS e FROM customers WHERE id = 7) c");
        String email = scene.look("SELECT email FROM customers WHERE id = 7");
        boolean leaks = seen.output().toLowerCase(java.util.Locale.ROOT).contains(email);
        steps.end(
                "no column shows " + email.replaceAll("@.*", "@…") + " in clear",
                told(seen),
                seen.status() == 0 && seen.output().contains("[masked]") && !leaks);
    }

    private void dropIsRefused() throws Exception {
        steps.begin("DROP TABLE is refused, and the table is still there");
        SqlClient.Result seen = run("orders-pipeline", "DROP TABLE orders");
        String left = scene.look("SELECT count(*) FROM orders");
        steps.end(
                "ERROR 42501 naming rule no-drop; 1000 orders left",
                told(seen) + "\n" + left + " orders left",
                seen.status() != 0
                        && seen.errors().contains("42501")
                        && seen.errors().contains("no-drop")
                        && left.equals("1000"));
    }

    private void deleteWithoutWhereIsRefused() throws Exception {
        steps.begin("DELETE without WHERE is refused; with one it is let through");
        SqlClient.Result all = run("orders-pipeline", "DELETE FROM orders");
        SqlClient.Result one =
                run("orders-pipeline", "DELETE FROM orders WHERE id = 1000 RETURNING id");
        String left = scene.look("SELECT count(*) FROM orders");
        steps.end(
                "ERROR 42501 naming rule writes-need-where; then 1000 is deleted and 999 orders are left",
                told(all) + "\n" + told(one) + "\n" + left + " orders left",
                all.errors().contains("42501")
                        && all.errors().contains("writes-need-where")
                        && one.status() == 0
                        && left.equals("999"));
    }

    private void alterIsHeldAndApproved() throws Exception {
        steps.begin("ALTER TABLE is held on the live connection until somebody else approves it");
        String token = scene.token("orders-pipeline");
        String sql = "ALTER TABLE orders ADD COLUMN note text";
        steps.asked("orders-pipeline", sql + "      (in the background)");
        FutureTask<SqlClient.Result> held = new FutureTask<>(() -> scene.run(token, sql));
        Thread.ofVirtual().name("held job").start(held);
        try (ControlApi api = new ControlApi(scene.gateway().control())) {
            JsonNode question = awaitQuestion(api);
            String id = question.path("id").asText();
            steps.note(
                    "held as "
                            + id
                            + ": "
                            + question.path("does").asText()
                            + ", needs "
                            + question.path("fromRoles").asText());

            SqlClient.Result meanwhile = run("reports-pipeline", "SELECT count(*) FROM orders");
            boolean stillHeld = !held.isDone();
            steps.note(
                    "meanwhile the second job got "
                            + told(meanwhile)
                            + ", the first one still waits: "
                            + stillHeld);

            String path = "/v1/approvals/" + id;
            String sha256 =
                    api.get(scene.token("dba-on-call"), path).body().path("sha256").asText();
            Map<String, Object> yes =
                    Map.of("yes", true, "reason", "release 4711", "sha256", sha256);
            ControlApi.Reply own = api.post(token, path + "/answer", yes);
            steps.note(
                    "the pipeline approves its own request: HTTP "
                            + own.status()
                            + ", "
                            + own.body().path("detail").asText());
            ControlApi.Reply answered = api.post(scene.token("dba-on-call"), path + "/answer", yes);
            steps.note("dba-on-call approves: HTTP " + answered.status());

            SqlClient.Result result = held.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String column =
                    scene.look(
                            "SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'note'");
            steps.end(
                    "held; a second job goes on; own approval refused (403); approved by another; then executed",
                    (result.status() == 0 ? "executed" : told(result)) + "; column note: " + column,
                    stillHeld
                            && meanwhile.output().equals("999")
                            && own.status() == 403
                            && answered.status() == 200
                            && result.status() == 0
                            && column.equals("1"));
        }
    }

    private JsonNode awaitQuestion(ControlApi api) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            JsonNode open =
                    api.get(scene.token("dba-on-call"), "/v1/approvals").body().path("approvals");
            if (!open.isEmpty()) {
                return open.get(0);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException(
                "no statement was held within " + PATIENCE.toSeconds() + " s");
    }

    private void expiredTokenIsTurnedAway() {
        steps.begin("An expired token is turned away");
        long hourAgo = Instant.now().minus(Duration.ofHours(1)).getEpochSecond();
        String expired =
                scene.issuer()
                        .draft()
                        .claim("sub", "orders-pipeline")
                        .claim("aud", Scene.AUDIENCE)
                        .claim("repository", "example/orders")
                        .claim("ref_protected", true)
                        .claim("iat", hourAgo)
                        .claim("exp", hourAgo + 300)
                        .signed();
        steps.asked("expired token", "SELECT 1");
        turnedAway(scene.run(expired, "SELECT 1"), "expired");
    }

    private void forgedTokenIsTurnedAway() {
        steps.begin("A forged token, signed with another key, is turned away");
        String forged =
                scene.issuer()
                        .draft()
                        .claim("sub", "dba-on-call")
                        .claim("aud", Scene.AUDIENCE)
                        .claim("groups", List.of("dba"))
                        .signedBy(Keys.generate(com.nimbusds.jose.JWSAlgorithm.ES256));
        steps.asked("forged token", "SELECT 1");
        turnedAway(scene.run(forged, "SELECT 1"), "token");
    }

    private void turnedAway(SqlClient.Result seen, String word) {
        steps.end(
                "no session: FATAL, and why",
                told(seen),
                seen.status() != 0
                        && seen.errors().contains("FATAL")
                        && seen.errors().contains(word));
    }

    private void recordingsVerify() throws Exception {
        steps.begin("Every session's recording verifies: signed, chained, sealed");
        List<Path> sessions = sealedSessions();
        int intact = 0;
        long records = 0;
        for (Path file : sessions) {
            if (verify(file) instanceof ChainVerdict.Sealed whole) {
                intact++;
                records += whole.records();
            }
        }
        steps.end(
                "all intact, 7 sessions or more",
                intact + " of " + sessions.size() + " intact, " + records + " records",
                intact == sessions.size() && sessions.size() >= 7);
    }

    /// The session recordings, once they are closed: the last client has just left.
    private List<Path> sealedSessions() throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            List<Path> sessions = new ArrayList<>();
            boolean allSealed = true;
            try (var files = Files.list(scene.gateway().recordings())) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".sprec")).toList()) {
                    if (isSession(file)) {
                        sessions.add(file);
                        allSealed &= !(verify(file) instanceof ChainVerdict.Unsealed);
                    }
                }
            }
            if (allSealed || Instant.now().isAfter(until)) {
                return sessions;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean isSession(Path file) throws IOException {
        try (RecordingReader reader =
                RecordingReader.open(
                        file, Set.of(), RunningGateway.readingKeys(scene.gateway().recordings()))) {
            Optional<Entry> first = reader.next();
            return first.isPresent()
                    && first.get().content() instanceof Entry.Known known
                    && known.event() instanceof Event.Opened(String kind, Map<String, String> facts)
                    && kind.equals("session");
        }
    }

    private static ChainVerdict verify(Path file) throws IOException {
        return new RecordingVerifier(Set.of()).verify(file);
    }

    private void changedByteIsFound() throws Exception {
        steps.begin("One byte of a copy is changed: the verification fails at that record");
        Path recording = recordingOf("DROP TABLE orders");
        Place place = placeOf(recording, "DROP TABLE orders");
        long record = place.record;
        byte[] bytes = Files.readAllBytes(recording);
        bytes[Math.toIntExact(place.segmentOffset) + BEHIND_SEGMENT_HEADER] ^= 1;
        Path copy = Files.write(scene.folder().resolve("altered-copy.sprec"), bytes);
        steps.note(
                "in "
                        + copy.getFileName()
                        + ", record "
                        + record
                        + " does not say \"DROP TABLE orders\" any more");
        ChainVerdict verdict = verify(copy);
        boolean right =
                verdict instanceof ChainVerdict.Damaged damaged
                        && damaged.firstRecord() <= record
                        && record <= damaged.lastRecord().orElse(damaged.firstRecord());
        steps.end("damaged at record " + record, String.valueOf(verdict), right);
    }

    private Path recordingOf(String statement) throws Exception {
        for (Path file : sealedSessions()) {
            if (placeOf(file, statement).record >= 0) {
                return file;
            }
        }
        throw new IllegalStateException("no recording tells of " + statement);
    }

    /// Where a record stands; its number is -1 where there is none.
    private record Place(long record, long segmentOffset) {}

    private Place placeOf(Path file, String statement) throws IOException {
        try (RecordingReader reader =
                RecordingReader.open(
                        file, Set.of(), RunningGateway.readingKeys(scene.gateway().recordings()))) {
            for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                if (entry.get().content() instanceof Entry.Known known
                        && known.event() instanceof Event.Asked asked
                        && asked.text().equals(statement)) {
                    return new Place(entry.get().sequence(), reader.segmentOffset());
                }
            }
            return new Place(-1, 0);
        }
    }

    private static String told(SqlClient.Result result) {
        String all = (result.output() + "\n" + result.errors()).strip();
        return all.isEmpty() ? "done" : all.replaceAll("LOCATION:.*", "").strip();
    }
}
