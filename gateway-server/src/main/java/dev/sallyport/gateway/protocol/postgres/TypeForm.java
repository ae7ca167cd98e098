package dev.sallyport.gateway.protocol.postgres;

import java.util.function.IntPredicate;

/// What a mask has to know of a type: whether there is text in its values, and where. By the OIDs of PostgreSQL's own
/// types (pg_type.dat); those of other types differ from one database to the next.
enum TypeForm {
    /// Text of any length, the same bytes in both formats.
    TEXT,
    /// Text that has to be well-formed.
    XML,
    JSON,
    /// Text, but in the binary format behind a version byte.
    JSONB,
    /// Digits that could be somebody's number.
    INT4,
    INT8,
    NUMERIC,
    /// Numbers in braces, or behind their header.
    NUMBERS,
    /// Texts in braces, or behind their header.
    ARRAY,
    /// Values of all types in parentheses, or behind their header.
    RECORD,
    /// No text in it, and no number that people are known by: truth, time, position, bytes.
    PLAIN,
    /// A type that somebody has made, or one whose binary format is its own affair.
    OTHER;

    /// @param isText whether a type that is not PostgreSQL's own holds text
    static TypeForm of(int oid, IntPredicate isText) {
        return switch (oid) {
            // text, varchar, bpchar, name, unknown, cstring, refcursor
            case 25, 1043, 1042, 19, 705, 2275, 1790 -> TEXT;
            case 142 -> XML;
            case 114 -> JSON;
            case 3802 -> JSONB;
            case 23 -> INT4;
            case 20 -> INT8;
            case 1700 -> NUMERIC;
            // int4[], int8[], numeric[]
            case 1007, 1016, 1231 -> NUMBERS;
            // text[], varchar[], bpchar[], name[], json[], jsonb[], xml[], record[], cstring[]
            case 1009, 1015, 1014, 1003, 199, 3807, 143, 2287, 1263 -> ARRAY;
            case 2249 -> RECORD;
            // bool, bytea, "char", int2, oid, tid, xid, cid, xid8, float4, float8, money, pg_lsn
            case 16, 17, 18, 21, 26, 27, 28, 29, 5069, 700, 701, 790, 3220 -> PLAIN;
            // date, time, timetz, timestamp, timestamptz, interval, uuid
            case 1082, 1083, 1266, 1114, 1184, 1186, 2950 -> PLAIN;
            // point, lseg, path, box, polygon, line, circle, inet, cidr, macaddr, macaddr8, bit,
            // varbit
            case 600, 601, 602, 603, 604, 628, 718, 869, 650, 829, 774, 1560, 1562 -> PLAIN;
            // their arrays: bool, bytea, int2, oid, float4, float8, money
            case 1000, 1001, 1005, 1028, 1021, 1022, 791 -> PLAIN;
            // date, time, timetz, timestamp, timestamptz, interval, uuid, inet, cidr
            case 1182, 1183, 1270, 1115, 1185, 1187, 2951, 1041, 651 -> PLAIN;
            // tsrange, tstzrange, daterange and their multiranges; void
            case 3908, 3910, 3912, 4533, 4534, 4535, 2278 -> PLAIN;
            default -> isText.test(oid) ? TEXT : OTHER;
        };
    }
}
