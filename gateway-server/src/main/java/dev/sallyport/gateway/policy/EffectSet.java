package dev.sallyport.gateway.policy;

import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A set of effects as bits: rules are compared with statements by one AND.
record EffectSet(int bits) {
    private static final Effect[] EFFECTS = Effect.values();

    static final EffectSet NONE = new EffectSet(0);

    static final EffectSet ALL = new EffectSet((1 << EFFECTS.length) - 1);

    /// What runs code that does not stand in the statement, or changes whose rights it runs with: a rule that lets these
    /// pass must name them.
    static final EffectSet UNSEEN =
            of(
                    EnumSet.of(
                            Effect.UNKNOWN,
                            Effect.DO,
                            Effect.CALL,
                            Effect.EXECUTE,
                            Effect.FASTPATH,
                            Effect.COPY_FILE,
                            Effect.COPY_PROGRAM,
                            Effect.ROLE));

    /// What `*` lets pass.
    static final EffectSet SEEN = ALL.without(UNSEEN);

    static EffectSet of(Set<Effect> effects) {
        int bits = 0;
        for (Effect effect : effects) {
            bits |= bit(effect);
        }
        return new EffectSet(bits);
    }

    boolean isEmpty() {
        return bits == 0;
    }

    boolean has(Effect effect) {
        return (bits & bit(effect)) != 0;
    }

    EffectSet and(EffectSet other) {
        return new EffectSet(bits & other.bits);
    }

    EffectSet or(EffectSet other) {
        return new EffectSet(bits | other.bits);
    }

    EffectSet with(Effect effect) {
        return new EffectSet(bits | bit(effect));
    }

    EffectSet without(Effect effect) {
        return new EffectSet(bits & ~bit(effect));
    }

    EffectSet without(EffectSet other) {
        return new EffectSet(bits & ~other.bits);
    }

    /// `read, copy-out`
    String inWords() {
        List<String> words = new ArrayList<>();
        for (Effect effect : EFFECTS) {
            if (has(effect)) {
                words.add(effect.word());
            }
        }
        return String.join(", ", words);
    }

    @SuppressWarnings("EnumOrdinal") // the bits live and die with the process
    private static int bit(Effect effect) {
        return 1 << effect.ordinal();
    }
}
