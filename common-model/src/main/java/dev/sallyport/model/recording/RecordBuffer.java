package dev.sallyport.model.recording;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes of records while they are gathered for one segment.
///
/// A plain growing array, used again and again, with room kept free in front for the chain value and the segment
/// header: a segment is then hashed, checked and written as one piece, without a copy.
public final class RecordBuffer {
    private final int headroom;
    private final int startCapacity;
    private byte[] bytes;
    private int end;

    /// @param headroom bytes kept free before the first record
    /// @param startCapacity bytes to begin with, and to go back to by [#trim]
    public RecordBuffer(int headroom, int startCapacity) {
        this.headroom = headroom;
        this.startCapacity = headroom + startCapacity;
        this.bytes = new byte[this.startCapacity];
        this.end = headroom;
    }

    /// The array itself, with the headroom; another one after anything was put.
    public byte[] array() {
        return bytes;
    }

    public int headroom() {
        return headroom;
    }

    /// Bytes put so far, without the headroom.
    public int length() {
        return end - headroom;
    }

    /// Forgets what was put; the array stays.
    public void clear() {
        end = headroom;
    }

    /// Goes back to the capacity it began with. Only while nothing is in it.
    public void trim() {
        if (length() != 0) {
            throw new IllegalStateException(
                    "length: " + length() + " (expected: 0, as nothing may be lost)");
        }
        if (bytes.length > startCapacity) {
            bytes = new byte[startCapacity];
        }
    }

    public int capacity() {
        return bytes.length;
    }

    /// Drops everything after the first `length` bytes.
    void cutTo(int length) {
        end = headroom + length;
    }

    void putByte(int value) {
        grow(1);
        bytes[end++] = (byte) value;
    }

    void putInt(int value) {
        grow(4);
        BigEndian.putInt(bytes, end, value);
        end += 4;
    }

    /// Overwrites four bytes put earlier, at this distance from the first record.
    void setInt(int at, int value) {
        BigEndian.putInt(bytes, headroom + at, value);
    }

    /// Unsigned LEB128: seven bits a byte, lowest first; a negative value takes ten bytes.
    void putVarint(long value) {
        grow(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }

    /// The length in bytes as a varint, then UTF-8. Half a surrogate pair becomes `?`, as in [String#getBytes].
    void putString(String text) {
        int chars = text.length();
        int length = 0;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                length++;
            }
        }
        putVarint(length);
        grow(length);
        if (length == chars) {
            for (int i = 0; i < chars; i++) {
                char c = text.charAt(i);
                bytes[end + i] = c < 0x80 ? (byte) c : (byte) '?';
            }
            end += length;
        } else {
            putUtf8(text);
        }
    }

    private void putUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[end++] = (byte) c;
            } else if (c < 0x800) {
                bytes[end++] = (byte) (0xC0 | (c >> 6));
                bytes[end++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[end++] = (byte) (0xE0 | (c >> 12));
                bytes[end++] = continuation(c >> 6);
                bytes[end++] = continuation(c);
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[end++] = (byte) (0xF0 | (point >> 18));
                bytes[end++] = continuation(point >> 12);
                bytes[end++] = continuation(point >> 6);
                bytes[end++] = continuation(point);
            } else {
                bytes[end++] = '?';
            }
        }
    }

    /// One of the bytes after a character's first: its lowest six bits.
    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    void putBytes(byte[] source, int length) {
        grow(length);
        System.arraycopy(source, 0, bytes, end, length);
        end += length;
    }

    /// Copies what remains in the source; its position stays where it is.
    void putBytes(ByteBuffer source) {
        int length = source.remaining();
        grow(length);
        source.get(source.position(), bytes, end, length);
        end += length;
    }

    /// Makes sure that so many bytes may follow in [#array] without a new array.
    public void grow(int more) {
        if (bytes.length - end < more) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.max(Math.addExact(end, more), bytes.length + (bytes.length >> 1)));
        }
    }
}
