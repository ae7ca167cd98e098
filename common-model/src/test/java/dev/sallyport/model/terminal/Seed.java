package dev.sallyport.model.terminal;

/// Where a randomised test begins: printed, and given again by `-Dmodule.test.flags=-Dsallyport.seed=N`.
final class Seed {
    private Seed() {}

    static long of(String test) {
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        System.out.println(test + ": seed " + seed);
        return seed;
    }
}
