package dev.sallyport.model.recording;

import dev.sallyport.model.identity.SessionId;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a day log tells of recordings. Each is a record `noted` in the log, so that whatever reads recordings reads day
/// logs as well.
public sealed interface DayEntry {

    /// The log before this one.
    ///
    /// @param name its file's name
    /// @param chain its chain's last value, in hexadecimal
    record Previous(String name, String chain) {}

    /// A recording's file is there.
    ///
    /// @param header its chain's first value, in hexadecimal: the hash of its header
    record Opened(SessionId recording, String header) implements DayEntry {}

    /// A recording has ended, as it should, or by recovery after a crash.
    ///
    /// @param chain its chain's last value, in hexadecimal
    record Sealed(SessionId recording, String header, String chain, long records, SealReason reason)
            implements DayEntry {}

    /// At a start, a recording was found damaged in a way that no crash makes.
    record FoundDamaged(SessionId recording, String why) implements DayEntry {}

    /// A recording was deleted: what stays of it.
    ///
    /// @param chain its chain's last value, in hexadecimal
    /// @param by who ordered it
    record Deleted(SessionId recording, String chain, String why, String by) implements DayEntry {}

    /// Signatures are made with another key from now on.
    ///
    /// @param signature the old key's, over [VerifyKey#succession] of the new one
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record KeyChanged(VerifyKey from, VerifyKey to, byte[] signature) implements DayEntry {
        /// Whether the old key vouches for the new one.
        public boolean isVouchedFor() {
            return from.verifies(VerifyKey.succession(to), signature);
        }
    }

    /// The first record of a day log.
    static Event.Opened opening(LocalDate date, @Nullable Previous previous) {
        return new Event.Opened(
                "day-log",
                previous == null
                        ? Map.of("date", date.toString())
                        : Map.of(
                                "date", date.toString(),
                                "previous.name", previous.name(),
                                "previous.chain", previous.chain()));
    }

    /// The log that a log's first record names; empty in a folder's first log.
    static Optional<Previous> previousOf(Event.Opened opened) {
        String name = opened.facts().get("previous.name");
        String chain = opened.facts().get("previous.chain");
        return name == null || chain == null
                ? Optional.empty()
                : Optional.of(new Previous(name, chain));
    }

    /// This entry as it stands in the log.
    default Event.Noted event() {
        return switch (this) {
            case Opened opened ->
                    new Event.Noted(
                            "recording-opened",
                            Map.of("recording", opened.recording.value(), "header", opened.header));
            case Sealed sealed ->
                    new Event.Noted(
                            "recording-sealed",
                            Map.of(
                                    "recording", sealed.recording.value(),
                                    "header", sealed.header,
                                    "chain", sealed.chain,
                                    "records", Long.toString(sealed.records),
                                    "reason", sealed.reason.word()));
            case FoundDamaged damaged ->
                    new Event.Noted(
                            "recording-damaged",
                            Map.of("recording", damaged.recording.value(), "why", damaged.why));
            case Deleted deleted ->
                    new Event.Noted(
                            "recording-deleted",
                            Map.of(
                                    "recording", deleted.recording.value(),
                                    "chain", deleted.chain,
                                    "why", deleted.why,
                                    "by", deleted.by));
            case KeyChanged changed -> {
                HexFormat hex = HexFormat.of();
                yield new Event.Noted(
                        "signing-key-changed",
                        Map.of(
                                "from", hex.formatHex(changed.from.raw()),
                                "to", hex.formatHex(changed.to.raw()),
                                "signature", hex.formatHex(changed.signature)));
            }
        };
    }

    /// Reads what [#event] made; empty for what is none of these.
    ///
    /// @throws IllegalArgumentException where something is missing from it, or written wrongly
    static Optional<DayEntry> of(Event.Noted noted) {
        Fields fields = new Fields(noted.values());
        return switch (noted.what()) {
            case "recording-opened" ->
                    Optional.of(new Opened(fields.recording(), fields.text("header")));
            case "recording-sealed" ->
                    Optional.of(
                            new Sealed(
                                    fields.recording(),
                                    fields.text("header"),
                                    fields.text("chain"),
                                    Long.parseLong(fields.text("records")),
                                    SealReason.ofWord(fields.text("reason"))));
            case "recording-damaged" ->
                    Optional.of(new FoundDamaged(fields.recording(), fields.text("why")));
            case "recording-deleted" ->
                    Optional.of(
                            new Deleted(
                                    fields.recording(),
                                    fields.text("chain"),
                                    fields.text("why"),
                                    fields.text("by")));
            case "signing-key-changed" ->
                    Optional.of(
                            new KeyChanged(
                                    VerifyKey.ofRaw(fields.bytes("from")),
                                    VerifyKey.ofRaw(fields.bytes("to")),
                                    fields.bytes("signature")));
            default -> Optional.empty();
        };
    }

    /// The values of a `noted` record.
    record Fields(Map<String, String> values) {
        private String text(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("day log entry without '" + name + "'");
            }
            return value;
        }

        private SessionId recording() {
            return new SessionId(text("recording"));
        }

        private byte[] bytes(String name) {
            return HexFormat.of().parseHex(text(name));
        }
    }
}
