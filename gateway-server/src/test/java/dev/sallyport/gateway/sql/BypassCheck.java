package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Name;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Holds what a reader says against the verdict of a case.
final class BypassCheck {
    private BypassCheck() {}

    static void check(BypassFile.Case one, SqlText text) {
        List<Action> actions = text.actions();
        boolean understood = actions.stream().allMatch(Action::understood);
        assertThat(understood)
                .as("understood")
                .isEqualTo(!"no".equals(one.wanted().get("understood")));
        int statements = Integer.parseInt(one.wanted().getOrDefault("statements", "1"));
        assertThat(actions).as("statements").hasSize(statements);

        Set<String> effects =
                actions.stream()
                        .flatMap(action -> action.effects().stream())
                        .map(effect -> effect.word())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> wanted = words(one.wanted().getOrDefault("effects", ""));
        if (understood) {
            assertThat(effects).as("effects").isEqualTo(wanted);
        } else {
            assertThat(effects).as("effects").containsAll(wanted);
        }
        names(one, "reads", actions, Action::reads);
        names(one, "writes", actions, Action::writes);
        names(one, "defines", actions, Action::defines);
        names(one, "mentions", actions, Action::mentions);
        names(one, "functions", actions, Action::functions);
        String unfiltered = one.wanted().get("unfiltered");
        if (unfiltered != null) {
            assertThat(actions.stream().anyMatch(Action::unfiltered))
                    .as("unfiltered")
                    .isEqualTo(unfiltered.equals("yes"));
        }
        String sets = one.wanted().get("sets");
        if (sets != null) {
            assertThat(text.parts().get(0).change()).isEqualTo(new SessionChange.Sets(sets));
        }
        String path = one.wanted().get("path");
        if (path != null) {
            assertThat(inWords(text.parts().get(0).change())).as("path").isEqualTo(path);
        }
        String prepares = one.wanted().get("prepares");
        if (prepares != null) {
            assertThat(text.parts().get(0).change())
                    .isInstanceOfSatisfying(
                            SessionChange.Prepares.class,
                            change -> assertThat(change.name()).isEqualTo(prepares));
        }
        String executes = one.wanted().get("executes");
        if (executes != null) {
            assertThat(text.parts().get(0).executes()).isEqualTo(executes);
        }
    }

    private static String inWords(SessionChange change) {
        return switch (change) {
            case SessionChange.Searches(List<String> schemas, SessionChange.Lasting lasting) ->
                    lasting.name().toLowerCase(Locale.ROOT) + " " + schemas;
            case SessionChange.SearchesAsAtStart(SessionChange.Lasting lasting) ->
                    lasting.name().toLowerCase(Locale.ROOT) + " as at start";
            default -> change.toString();
        };
    }

    private static void names(
            BypassFile.Case one, String key, List<Action> actions, Function<Action, Set<Name>> of) {
        String wanted = one.wanted().get(key);
        if (wanted == null) {
            return;
        }
        List<String> found =
                actions.stream()
                        .flatMap(action -> of.apply(action).stream())
                        .map(Name::toString)
                        .toList();
        if (wanted.contains("\"") || found.stream().anyMatch(name -> name.contains(" "))) {
            assertThat(found).as(key).containsExactly(wanted);
        } else {
            assertThat(new TreeSet<>(found)).as(key).isEqualTo(words(wanted));
        }
    }

    private static Set<String> words(String line) {
        return Arrays.stream(line.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
