package dev.sallyport.gateway.protocol.postgres;

/// What Describe and Close name: a prepared statement or a portal.
enum Prepared {
    STATEMENT('S'),
    PORTAL('P');

    private final char letter;

    Prepared(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    static Prepared read(MessageReader reader) {
        byte letter = reader.int8("kind");
        return switch (letter) {
            case 'S' -> STATEMENT;
            case 'P' -> PORTAL;
            default -> throw reader.error("kind", letter, "S for a statement or P for a portal");
        };
    }
}
