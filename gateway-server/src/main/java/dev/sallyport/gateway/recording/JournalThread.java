package dev.sallyport.gateway.recording;

import dev.sallyport.model.recording.DayEntry;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.recording.SealReason;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the journal's own thread does: group commit, a signature each second, seals, and the end.
///
/// One round takes all that was committed meanwhile: a write for each recording, a force for each file, then the
/// receipts. The busier it is, the more share each of these.
final class JournalThread implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(JournalThread.class);

    /// A little under the second that is promised, as signing takes time as well.
    private static final long CHECKPOINT_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final FileJournal journal;
    private final Notary notary;
    private final DayBook days;
    private final InstantSource clock;
    private final Receipts receipts = new Receipts();
    private final List<Batch> round = new ArrayList<>();
    private final List<RecordingFile> written = new ArrayList<>();
    private long lastCheckpoint = System.nanoTime();
    private boolean failureHandled;

    JournalThread(FileJournal journal, Notary notary, DayBook days, InstantSource clock) {
        this.journal = journal;
        this.notary = notary;
        this.days = days;
        this.clock = clock;
    }

    @Override
    public void run() {
        while (true) {
            boolean closing = journal.isClosing();
            takeRound();
            try {
                if (journal.failure() == null) {
                    work(closing);
                }
            } catch (IOException | RuntimeException | Error e) {
                // Whatever it was: what is not written must not happen.
                journal.fail(e);
            }
            handleFailure();
            if (round.isEmpty()) {
                if (closing) {
                    return;
                }
                journal.queue().await(untilCheckpoint());
            }
            endRound();
        }
    }

    private void work(boolean closing) throws IOException {
        if (!round.isEmpty()) {
            writeRound();
        }
        days.turn();
        logDay();
        if (System.nanoTime() - lastCheckpoint >= CHECKPOINT_NANOS) {
            checkpoint();
        }
        if (closing && round.isEmpty()) {
            sealAll();
            logDay();
            days.end(SealReason.CLOSED);
        }
    }

    /// Writes what is new of recordings into the day log.
    private void logDay() throws IOException {
        for (DayEntry entry = journal.dayEntries().poll();
                entry != null;
                entry = journal.dayEntries().poll()) {
            days.add(entry);
        }
        days.write();
    }

    private void takeRound() {
        long bytes = 0;
        for (Batch batch = journal.queue().takeAll(); batch != null; batch = batch.next) {
            round.add(batch);
            bytes += batch.bytes();
        }
        if (bytes > 0) {
            journal.taken(bytes);
        }
    }

    private void writeRound() throws IOException {
        long wallMillis = clock.millis();
        for (int i = 0; i < round.size(); i++) {
            Batch batch = round.get(i);
            RecordingFile file = batch.recording.file();
            if (!batch.isEmpty() && !file.hasEnded()) {
                if (!file.hasPending()) {
                    written.add(file);
                }
                file.add(batch, wallMillis);
            }
        }
        for (int i = 0; i < written.size(); i++) {
            RecordingFile file = written.get(i);
            file.write();
            file.force();
        }
        logDay();
        boolean anySeal = false;
        for (int i = 0; i < round.size(); i++) {
            Batch batch = round.get(i);
            if (!batch.isEmpty()) {
                batch.recording.done(batch.bytes());
            }
            if (batch.receipt != null) {
                receipts.add(batch.recording, batch.receipt);
            }
            anySeal |= batch.then != Batch.Then.GO_ON;
        }
        receipts.deliver();
        if (anySeal) {
            sealRound();
        }
    }

    private void endRound() {
        for (int i = 0; i < round.size(); i++) {
            round.get(i).comeBack();
        }
        round.clear();
        written.clear();
    }

    private void sealRound() throws IOException {
        List<FileRecording> ending = new ArrayList<>();
        List<SealReason> reasons = new ArrayList<>();
        for (Batch batch : round) {
            if (batch.then != Batch.Then.GO_ON && !batch.recording.file().hasEnded()) {
                ending.add(batch.recording);
                if (batch.then == Batch.Then.SEAL) {
                    reasons.add(SealReason.CLOSED);
                } else {
                    note(batch.recording, "too much waited to be written");
                    reasons.add(SealReason.JOURNAL_FAILED);
                }
            }
        }
        seal(ending, reasons);
    }

    /// Signs all that was written since the last time, with one signature.
    private void checkpoint() throws IOException {
        lastCheckpoint = System.nanoTime();
        List<Notary.Request> requests = new ArrayList<>();
        List<RecordingFile> locked = new ArrayList<>();
        try {
            for (FileRecording recording : journal.recordings()) {
                RecordingFile file = recording.file();
                file.lock.lock();
                if (file.isUnsigned() && file.isOnDisk()) {
                    locked.add(file);
                    requests.add(new Notary.Request(file, null, recording.now()));
                } else {
                    file.lock.unlock();
                }
            }
            Notary.Request day = days.unsigned();
            if (day != null) {
                requests.add(day);
            }
            notary.sign(requests);
        } finally {
            for (RecordingFile file : locked) {
                file.lock.unlock();
            }
        }
    }

    private void seal(List<FileRecording> ending, List<SealReason> reasons) throws IOException {
        List<Notary.Request> requests = new ArrayList<>();
        for (int i = 0; i < ending.size(); i++) {
            FileRecording recording = ending.get(i);
            recording.file().lock.lock();
            requests.add(new Notary.Request(recording.file(), reasons.get(i), recording.now()));
        }
        try {
            notary.sign(requests);
            for (int i = 0; i < ending.size(); i++) {
                FileRecording recording = ending.get(i);
                days.add(recording.file().sealed(recording.id(), reasons.get(i)));
                recording.file().close();
                journal.recordings().remove(recording);
            }
        } finally {
            for (FileRecording recording : ending) {
                recording.file().lock.unlock();
            }
        }
    }

    /// The journal is being closed, and these sessions have not closed their recordings.
    private void sealAll() throws IOException {
        for (FileRecording recording : List.copyOf(journal.recordings())) {
            recording.stop();
            end(recording, new Event.Closed("shutdown", null), SealReason.CLOSED);
        }
    }

    /// Tells every session first, then uses the reserve to seal what there is.
    private void handleFailure() {
        Throwable failure = journal.failure();
        if (failure == null) {
            return;
        }
        List<FileRecording> ending = List.copyOf(journal.recordings());
        for (FileRecording recording : ending) {
            recording.stop(
                    new JournalFailedException(
                            "recording failed: " + failure.getMessage(), failure));
        }
        if (!failureHandled) {
            failureHandled = true;
            try {
                journal.reserve().release();
            } catch (IOException e) {
                log.error("reserve not released", e);
            }
            onDayLog(days::rollBack);
        }
        Event.Noted noted = journalFailed(String.valueOf(failure.getMessage()));
        for (FileRecording recording : ending) {
            try {
                end(recording, noted, SealReason.JOURNAL_FAILED);
            } catch (IOException | RuntimeException e) {
                log.error(
                        "recording {}: left without a seal, recovered at the next start",
                        recording.id(),
                        e);
                closeQuietly(recording.file());
            }
            journal.recordings().remove(recording);
        }
        onDayLog(this::logDay);
        if (journal.isClosing()) {
            onDayLog(() -> days.end(SealReason.JOURNAL_FAILED));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /// After a failure, what can be done still is done; what cannot, the next start makes good.
    private static void onDayLog(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            log.error("day log: left as it is, recovered at the next start", e);
        }
    }

    /// Adds one last record and the seal.
    private void end(FileRecording recording, Event last, SealReason reason) throws IOException {
        RecordingFile file = recording.file();
        file.lock.lock();
        try {
            if (file.hasEnded()) {
                return;
            }
            if (file.isOnDisk()) {
                if (reason == SealReason.JOURNAL_FAILED) {
                    file.rollBack();
                }
                add(recording, last);
                file.write();
                notary.sign(List.of(new Notary.Request(file, reason, recording.now())));
                days.add(file.sealed(recording.id(), reason));
            }
            file.close();
            journal.recordings().remove(recording);
        } finally {
            file.lock.unlock();
        }
    }

    private void note(FileRecording recording, String why) throws IOException {
        RecordingFile file = recording.file();
        file.lock.lock();
        try {
            add(recording, journalFailed(why));
            file.write();
        } finally {
            file.lock.unlock();
        }
    }

    private void add(FileRecording recording, Event event) {
        recording.file().add(recording.now(), event, clock.millis());
    }

    private static Event.Noted journalFailed(String why) {
        return new Event.Noted("journal-failed", Map.of("why", why));
    }

    private static void closeQuietly(RecordingFile file) {
        file.lock.lock();
        try {
            file.close();
        } catch (IOException e) {
            log.error("{}: not closed", file, e);
        } finally {
            file.lock.unlock();
        }
    }

    private long untilCheckpoint() {
        return journal.recordings().isEmpty() && days.unsigned() == null
                ? days.untilMidnight()
                : Math.max(1, lastCheckpoint + CHECKPOINT_NANOS - System.nanoTime());
    }
}
