package dev.sallyport.gateway.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a rule's condition may speak of: name, type and value in one place.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum Variable {
    STATEMENT_TEXT(
            "statement.text",
            SimpleType.STRING,
            Lasts.FOR_THE_TEXT,
            (question, action) -> question.statement().text()),
    STATEMENT_EFFECTS(
            "statement.effects",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> action.effects().stream().map(Effect::word).toList()),
    STATEMENT_READS(
            "statement.reads",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> asText(action.reads())),
    STATEMENT_WRITES(
            "statement.writes",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> asText(action.writes())),
    STATEMENT_DEFINES(
            "statement.defines",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> asText(action.defines())),
    STATEMENT_FUNCTIONS(
            "statement.functions",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> asText(action.functions())),
    STATEMENT_COLUMNS(
            "statement.columns",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> List.copyOf(action.columns())),
    STATEMENT_UNFILTERED(
            "statement.unfiltered",
            SimpleType.BOOL,
            Lasts.FOR_THE_ACTION,
            (question, action) -> action.unfiltered()),
    STATEMENT_UNDERSTOOD(
            "statement.understood",
            SimpleType.BOOL,
            Lasts.FOR_THE_ACTION,
            (question, action) -> action.understood()),
    WHO_ROLES(
            "who.roles",
            words(),
            Lasts.FOR_THE_ACTION,
            (question, action) -> List.copyOf(question.who().roles())),
    WHO_CLAIMS(
            "who.claims",
            claimsType(),
            Lasts.NOT,
            (question, action) -> Claims.forConditions(question.who().claims())),
    WHO_NAME("who.name", SimpleType.STRING, Lasts.NOT, (question, action) -> question.who().name()),
    TARGET_NAME(
            "target.name",
            SimpleType.STRING,
            Lasts.FOR_THE_ACTION,
            (question, action) -> question.target().name().value()),
    TARGET_LABELS(
            "target.labels",
            MapType.create(SimpleType.STRING, SimpleType.STRING),
            Lasts.FOR_THE_ACTION,
            (question, action) -> question.target().labels()),
    FROM(
            "from",
            SimpleType.STRING,
            Lasts.NOT,
            (question, action) -> question.from().getHostAddress()),
    NOW("now", SimpleType.TIMESTAMP, Lasts.NOT, (question, action) -> question.at());

    /// For how long a value is the same, where roles and target are: what a decision may be kept for.
    enum Lasts {
        /// As long as what the statement does is the same.
        FOR_THE_ACTION,
        /// As long as the text is, too.
        FOR_THE_TEXT,
        /// Not even from one moment to the next, or from one person with these roles to another.
        NOT
    }

    private static final Map<String, Variable> BY_NAME =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    variable -> variable.word, variable -> variable));

    final String word;
    final CelType type;
    final Lasts lasts;
    private final BiFunction<Question, Action, Object> value;

    Variable(String word, CelType type, Lasts lasts, BiFunction<Question, Action, Object> value) {
        this.word = word;
        this.type = type;
        this.lasts = lasts;
        this.value = value;
    }

    static Map<String, Variable> byName() {
        return BY_NAME;
    }

    Object of(Question question, Action action) {
        return value.apply(question, action);
    }

    static CelType claimsType() {
        return MapType.create(SimpleType.STRING, SimpleType.DYN);
    }

    private static CelType words() {
        return ListType.create(SimpleType.STRING);
    }

    private static List<String> asText(Collection<?> names) {
        return names.stream().map(Object::toString).toList();
    }
}
