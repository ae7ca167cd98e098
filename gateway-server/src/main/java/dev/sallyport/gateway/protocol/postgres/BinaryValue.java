package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Parameter.TextForm;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// How PostgreSQL's binary values are read as text, for the types that drivers bind most (src/backend/utils/adt, the
/// types' `recv` functions).
///
/// What is not here is not guessed: a condition about such a value has no answer.
enum BinaryValue implements TextForm {
    BOOL(1) {
        @Override
        String text(ByteBuffer value) {
            return value.get() == 0 ? "false" : "true";
        }
    },
    INT2(2) {
        @Override
        String text(ByteBuffer value) {
            return Short.toString(value.getShort());
        }
    },
    INT4(4) {
        @Override
        String text(ByteBuffer value) {
            return Integer.toString(value.getInt());
        }
    },
    INT8(8) {
        @Override
        String text(ByteBuffer value) {
            return Long.toString(value.getLong());
        }
    },
    OID(4) {
        @Override
        String text(ByteBuffer value) {
            return Integer.toUnsignedString(value.getInt());
        }
    },
    FLOAT4(4) {
        @Override
        String text(ByteBuffer value) {
            return Float.toString(value.getFloat());
        }
    },
    FLOAT8(8) {
        @Override
        String text(ByteBuffer value) {
            return Double.toString(value.getDouble());
        }
    },
    UUID_(16) {
        @Override
        String text(ByteBuffer value) {
            return new UUID(value.getLong(), value.getLong()).toString();
        }
    },
    /// Days since 2000-01-01.
    DATE(4) {
        @Override
        String text(ByteBuffer value) {
            return LocalDate.of(2000, 1, 1).plusDays(value.getInt()).toString();
        }
    },
    /// Microseconds since 2000-01-01 00:00.
    TIMESTAMP(8) {
        @Override
        String text(ByteBuffer value) {
            return time(value).toString();
        }
    },
    TIMESTAMPTZ(8) {
        @Override
        String text(ByteBuffer value) {
            return time(value).toInstant(ZoneOffset.UTC).toString();
        }
    };

    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    /// `infinity` and `-infinity` are the ends of the range.
    private static final long DAYS_MAX = 4_000_000;

    private final int length;

    BinaryValue(int length) {
        this.length = length;
    }

    /// @param oid the type's, from `pg_type.dat`; 0 where it is not known
    static TextForm ofType(int oid) {
        return switch (oid) {
            case 16 -> BOOL;
            case 20 -> INT8;
            case 21 -> INT2;
            case 23 -> INT4;
            case 26 -> OID;
            // char, name, text, json, xml, unknown, bpchar, varchar: the same bytes in both formats
            case 18, 19, 25, 114, 142, 705, 1042, 1043 -> TextForm.UTF8;
            case 700 -> FLOAT4;
            case 701 -> FLOAT8;
            case 1082 -> DATE;
            case 1114 -> TIMESTAMP;
            case 1184 -> TIMESTAMPTZ;
            case 2950 -> UUID_;
            case 3802 -> BinaryValue::jsonb;
            default -> TextForm.UNKNOWN;
        };
    }

    abstract String text(ByteBuffer value);

    @Override
    public Optional<String> read(byte[] value) {
        if (value.length != length || isBeyondRange(value)) {
            return Optional.empty();
        }
        return Optional.of(text(ByteBuffer.wrap(value)));
    }

    private boolean isBeyondRange(byte[] value) {
        return switch (this) {
            case DATE -> Math.abs((long) ByteBuffer.wrap(value).getInt()) > DAYS_MAX;
            case TIMESTAMP, TIMESTAMPTZ -> {
                long micros = ByteBuffer.wrap(value).getLong();
                yield Math.abs(micros / 86_400_000_000L) > DAYS_MAX;
            }
            default -> false;
        };
    }

    private static LocalDateTime time(ByteBuffer value) {
        return EPOCH.plus(micros(value.getLong()));
    }

    private static Duration micros(long micros) {
        return Duration.ofSeconds(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /// A version byte, which is 1, then text.
    private static Optional<String> jsonb(byte[] value) {
        if (value.length == 0 || value[0] != 1) {
            return Optional.empty();
        }
        return TextForm.UTF8.read(Arrays.copyOfRange(value, 1, value.length));
    }
}
