package dev.sallyport.model.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ApprovalDetailsTest {
    private static final String TEXT =
            "UPDATE orders SET note = $1 WHERE id = $2 AND \u00e4\u0000\ud83d\ude00 = $3";
    private static final Statement STATEMENT =
            new Statement(
                    TEXT,
                    List.of(),
                    List.of(
                            new Parameter(false, new byte[] {'h', 'i'}),
                            new Parameter(true, new byte[] {0, (byte) 0xff}),
                            new Parameter(false, null)),
                    Stage.EXECUTE);

    @Test
    void theHashIsThatOfWhatIsShownAlsoAfterAJourney() throws Exception {
        String json = ControlJson.strict().writeValueAsString(details());
        assertThat(ControlJson.lenient().readValue(json, ApprovalDetails.class).isWhatItSays())
                .isTrue();
    }

    @Test
    void whateverIsShownOtherwiseIsNoticed() throws Exception {
        assertNoticed(json -> json.put("text", TEXT + " "));
        assertNoticed(json -> json.put("text", TEXT.replace("UPDATE", "update")));
        assertNoticed(json -> json.withArray("parameters").remove(2));
        assertNoticed(
                json -> ((ObjectNode) json.withArray("parameters").get(0)).put("value", "aG8="));
        assertNoticed(
                json -> ((ObjectNode) json.withArray("parameters").get(0)).put("binary", true));
        assertNoticed(json -> ((ObjectNode) json.withArray("parameters").get(2)).put("value", ""));
        assertNoticed(json -> {
            ArrayNode parameters = json.withArray("parameters");
            JsonNode first = parameters.remove(0);
            parameters.insert(1, first);
        });
        assertNoticed(json -> json.put("sha256", "0".repeat(64)));
    }

    private static void assertNoticed(Consumer<ObjectNode> change) throws Exception {
        ObjectNode json = ControlJson.lenient().valueToTree(details());
        change.accept(json);
        assertThat(ControlJson.lenient().treeToValue(json, ApprovalDetails.class).isWhatItSays())
                .as("%s", json)
                .isFalse();
    }

    private static ApprovalDetails details() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        return new ApprovalDetails(
                new ApprovalSummary(
                        new ApprovalId("A-7Q2M9K"),
                        ApprovalStatus.OPEN,
                        SessionId.at(noon.toEpochMilli()),
                        new TargetName("orders-prod"),
                        new Who("job-17", "https://issuer.example.test", "job-17-subject"),
                        "UPDATE: update; writes orders",
                        "UPDATE orders",
                        List.of("updates"),
                        "dba",
                        1,
                        0,
                        noon,
                        noon.plusSeconds(600),
                        true),
                TEXT,
                STATEMENT.parameters().stream()
                        .map(parameter -> new BoundValue(parameter.binary(), parameter.value()))
                        .toList(),
                STATEMENT.sha256(),
                List.of(new Grounds("updates", "updates are looked at")),
                false,
                "once",
                List.of(),
                null);
    }
}
