package dev.sallyport.gateway.transparency;

import dev.sallyport.gateway.protocol.postgres.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that the servers said in one playing of a script, in the order in which it was read.
///
/// What must differ from run to run is blotted out as it is written down: keys, process IDs, and how the login went.
final class Transcript {
    private static final int SHOWN_BEFORE = 3;

    private final List<Line> lines = new ArrayList<>();

    /// @param message empty where the connection ended
    record Line(char connection, Optional<Message> message) {
        @Override
        public String toString() {
            return connection + ": " + message.map(Message::toString).orElse("(connection ended)");
        }
    }

    void hear(char connection, Message message, Set<String> changedParameters) {
        lines.add(new Line(connection, Optional.of(blot(message, changedParameters))));
    }

    void ended(char connection) {
        lines.add(new Line(connection, Optional.empty()));
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    /// Whether anybody was told of an error.
    boolean tellsOfAnError() {
        return lines.stream().anyMatch(l -> l.message().filter(m -> m.type() == 'E').isPresent());
    }

    /// Where this first differs from another one, with what came before; empty where they are the same.
    Optional<String> difference(Transcript other) {
        int common = Math.min(lines.size(), other.lines.size());
        for (int i = 0; i < common; i++) {
            if (!lines.get(i).equals(other.lines.get(i))) {
                return Optional.of(show(other, i));
            }
        }
        return lines.size() == other.lines.size()
                ? Optional.empty()
                : Optional.of(show(other, common));
    }

    private String show(Transcript other, int at) {
        StringBuilder text = new StringBuilder("answer " + (at + 1) + " differs\n");
        lines.subList(Math.max(0, at - SHOWN_BEFORE), at)
                .forEach(l -> text.append("    ").append(l).append('\n'));
        text.append("  expected: ")
                .append(at < lines.size() ? lines.get(at) : "(nothing more)")
                .append('\n');
        text.append("       was: ")
                .append(at < other.lines.size() ? other.lines.get(at) : "(nothing more)")
                .append('\n');
        return text.toString();
    }

    private static Message blot(Message message, Set<String> changedParameters) {
        return switch (message.type()) {
            // BackendKeyData: whose key it is depends on who is asked, and so may its length.
            case 'K' -> new Message('K', new byte[0]);
            // NotificationResponse begins with the process ID of who notified.
            case 'A' -> {
                byte[] body = message.body().clone();
                Arrays.fill(body, 0, 4, (byte) 0);
                yield new Message('A', body);
            }
            case 'S' ->
                    changedParameters.contains(message.string(0))
                            ? new Message('S', message.string(0).getBytes(StandardCharsets.UTF_8))
                            : message;
            default -> message;
        };
    }
}
