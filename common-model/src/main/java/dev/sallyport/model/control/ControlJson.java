package dev.sallyport.model.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.target.TargetName;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/// The one way in which the control API's messages become JSON and are read again: times as RFC 3339 in UTC, ids and
/// names as plain strings, members that are null left out.
public final class ControlJson {
    private static final int NESTING_MAX = 16;
    private static final int NUMBER_CHARS_MAX = 32;
    private static final int STRING_CHARS_MAX = 64 << 20;

    private ControlJson() {}

    /// For what a gateway is sent: unknown and doubled members, trailing text, and values of another type are errors.
    public static ObjectMapper strict() {
        JsonMapper mapper = builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        for (CoercionInputShape shape :
                new CoercionInputShape[] {
                    CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
                }) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    /// For what a gateway answers: a newer gateway may say more than this program knows.
    public static ObjectMapper lenient() {
        return builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    }

    private static JsonMapper.Builder builder() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(NUMBER_CHARS_MAX)
                        .maxStringLength(STRING_CHARS_MAX)
                        .build();
        return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
                .addModule(words())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    private static SimpleModule words() {
        SimpleModule module = new SimpleModule("sallyport");
        add(module, Instant.class, Instant::toString, Instant::parse);
        add(module, ApprovalId.class, ApprovalId::value, ApprovalId::new);
        add(module, SessionId.class, SessionId::value, SessionId::new);
        add(module, TargetName.class, TargetName::value, TargetName::new);
        add(module, ApprovalStatus.class, ApprovalStatus::word, ApprovalStatus::ofWord);
        add(module, SessionState.class, SessionState::word, SessionState::ofWord);
        return module;
    }

    private static <T> void add(
            SimpleModule module,
            Class<T> type,
            Function<T, String> write,
            Function<String, T> read) {
        module.addSerializer(
                type,
                new StdScalarSerializer<T>(type) {
                    @Override
                    public void serialize(T value, JsonGenerator to, SerializerProvider provider)
                            throws IOException {
                        to.writeString(write.apply(value));
                    }
                });
        module.addDeserializer(
                type,
                new StdScalarDeserializer<T>(type) {
                    @Override
                    public T deserialize(JsonParser from, DeserializationContext context)
                            throws IOException {
                        String text = from.getValueAsString();
                        if (text == null || !from.currentToken().isScalarValue()) {
                            return type.cast(context.handleUnexpectedToken(type, from));
                        }
                        try {
                            return read.apply(text);
                        } catch (IllegalArgumentException | DateTimeParseException e) {
                            throw context.weirdStringException(
                                    text, type, String.valueOf(e.getMessage()));
                        }
                    }
                });
    }
}
