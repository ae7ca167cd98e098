package dev.sallyport.model.statement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One thing asked of the target: the unit that policy judges, people approve and the recording keeps.
///
/// @param text exactly as the client sent it
/// @param actions what it does, one for each statement of the text; the strictest decision among them holds for all
/// @param parameters bound values in their order; empty where the protocol or the statement has none
public record Statement(
        String text, List<Action> actions, List<Parameter> parameters, Stage stage) {
    public Statement {
        actions = List.copyOf(actions);
        parameters = List.copyOf(parameters);
    }

    /// What an approval is bound to: the text and every parameter, each preceded by its length, so that no two
    /// statements share it.
    ///
    /// @return SHA-256 in lower-case hexadecimal
    public String sha256() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        update(digest, text.getBytes(StandardCharsets.UTF_8));
        for (Parameter parameter : parameters) {
            digest.update((byte) (parameter.binary() ? 1 : 0));
            byte[] value = parameter.value();
            if (value == null) {
                digest.update(ByteBuffer.allocate(4).putInt(0, -1));
            } else {
                update(digest, value);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
