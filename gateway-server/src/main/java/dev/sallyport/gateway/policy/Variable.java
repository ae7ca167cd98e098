package dev.sallyport.gateway.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a rule's condition may speak of: name, type and value in one place.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum Variable {
    STATEMENT_TEXT(
            "statement.text",
            SimpleType.STRING,
            Lasts.FOR_THE_TEXT,
            of -> of.question().statement().text()),
    STATEMENT_COUNT(
            "statement.count",
            SimpleType.INT,
            Lasts.FOR_THE_ACTION,
            of -> (long) of.question().statement().actions().size()),
    STATEMENT_EFFECTS(
            "statement.effects",
            words(),
            Lasts.FOR_THE_ACTION,
            of -> of.action().effects().stream().map(Effect::word).toList()),
    STATEMENT_RELATIONS(
            "statement.relations",
            words(),
            Lasts.FOR_THE_ACTION,
            of -> asText(relations(of.action()))),
    STATEMENT_READS(
            "statement.reads", words(), Lasts.FOR_THE_ACTION, of -> asText(of.action().reads())),
    STATEMENT_WRITES(
            "statement.writes", words(), Lasts.FOR_THE_ACTION, of -> asText(of.action().writes())),
    STATEMENT_DEFINES(
            "statement.defines",
            words(),
            Lasts.FOR_THE_ACTION,
            of -> asText(of.action().defines())),
    STATEMENT_FUNCTIONS(
            "statement.functions",
            words(),
            Lasts.FOR_THE_ACTION,
            of -> asText(of.action().functions())),
    STATEMENT_COLUMNS(
            "statement.columns",
            words(),
            Lasts.FOR_THE_ACTION,
            of -> List.copyOf(of.action().columns())),
    STATEMENT_UNFILTERED(
            "statement.unfiltered",
            SimpleType.BOOL,
            Lasts.FOR_THE_ACTION,
            of -> of.action().unfiltered()),
    STATEMENT_UNDERSTOOD(
            "statement.understood",
            SimpleType.BOOL,
            Lasts.FOR_THE_ACTION,
            of -> of.action().understood()),
    STATEMENT_PARAMETERS(
            "statement.parameters",
            ListType.create(NullableType.create(SimpleType.STRING)),
            Lasts.NOT,
            of -> BoundValues.asText(of.question().statement().parameters())),
    STATEMENT_UNREAD_PARAMETERS(
            "statement.unreadParameters",
            ListType.create(SimpleType.INT),
            Lasts.NOT,
            of -> BoundValues.unread(of.question().statement().parameters())),
    WHO_ROLES(
            "who.roles",
            words(),
            Lasts.FOR_THE_ACTION,
            of -> List.copyOf(of.question().who().roles())),
    WHO_CLAIMS(
            "who.claims",
            claimsType(),
            Lasts.NOT,
            of -> Claims.forConditions(of.question().who().claims())),
    WHO_NAME("who.name", SimpleType.STRING, Lasts.NOT, of -> of.question().who().name()),
    WHO_ISSUER("who.issuer", SimpleType.STRING, Lasts.NOT, of -> of.question().who().issuer()),
    WHO_SUBJECT("who.subject", SimpleType.STRING, Lasts.NOT, of -> of.question().who().subject()),
    TARGET_NAME(
            "target.name",
            SimpleType.STRING,
            Lasts.FOR_THE_ACTION,
            of -> of.question().target().name().value()),
    TARGET_PROTOCOL(
            "target.protocol",
            SimpleType.STRING,
            Lasts.FOR_THE_ACTION,
            of -> of.question().target().protocol()),
    TARGET_LABELS(
            "target.labels",
            MapType.create(SimpleType.STRING, SimpleType.STRING),
            Lasts.FOR_THE_ACTION,
            of -> of.question().target().labels()),
    FROM("from", SimpleType.STRING, Lasts.NOT, of -> of.question().from().getHostAddress()),
    NOW("now", SimpleType.TIMESTAMP, Lasts.NOT, of -> of.question().at()),
    HOUR(
            "hour",
            SimpleType.INT,
            Lasts.NOT,
            of -> (long) of.question().at().atZone(of.zone()).getHour()),
    WEEKDAY(
            "weekday",
            SimpleType.INT,
            Lasts.NOT,
            of -> (long) of.question().at().atZone(of.zone()).getDayOfWeek().getValue());

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
    private final Function<Case, Object> value;

    Variable(String word, CelType type, Lasts lasts, Function<Case, Object> value) {
        this.word = word;
        this.type = type;
        this.lasts = lasts;
        this.value = value;
    }

    static Map<String, Variable> byName() {
        return BY_NAME;
    }

    Object of(Case asked) {
        return value.apply(asked);
    }

    static CelType claimsType() {
        return MapType.create(SimpleType.STRING, SimpleType.DYN);
    }

    private static CelType words() {
        return ListType.create(SimpleType.STRING);
    }

    /// Every relation that it names, whatever it does with it.
    private static Set<Name> relations(Action action) {
        Set<Name> all = new TreeSet<>(action.reads());
        all.addAll(action.writes());
        all.addAll(action.defines());
        all.addAll(action.mentions());
        return all;
    }

    private static List<String> asText(Collection<?> names) {
        return names.stream().map(Object::toString).toList();
    }
}
