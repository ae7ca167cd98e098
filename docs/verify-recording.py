#!/usr/bin/env python3
"""Verifies Sallyport recordings and day logs with nothing but Python's own library (3.9 or newer).

    python3 verify-recording.py [--trust signing-key.pub]... [--json] FILE...
    python3 verify-recording.py [--trust signing-key.pub]... [--json] --folder DIR

Says the same as `sallyport recording verify`, with the same exit status: 0 intact and sealed, 1 damaged (or, of a
folder, one missing, unknown or another), 2 not readable or of another version, 3 intact and not sealed. It was written
from docs/RECORDING-FORMAT.md, and needs no key but the gateway's public one: nothing is decrypted. It checks a few
megabytes a second; the gateway's own verifier is a hundred times as fast.
"""

import argparse
import base64
import hashlib
import json
import mmap
import os
import re
import struct
import sys

MAGIC = b"\x89SPREC\r\n"
RECORD_BYTES_MAX = 64 << 20
BODY_BYTES_MAX = (256 << 10) + RECORD_BYTES_MAX + 1024
SEGMENT_HEADER, TRAILER = 64, 36
RECORDS, CHECKPOINT, SEAL, INDEX = 1, 2, 3, 4
COMPRESSED, ENCRYPTED, KEYFRAME = 1, 2, 4
SIGNING_FIXED, PATH_MAX = 62, 32
REASONS = {1: "closed", 2: "recovered", 3: "journal-failed"}
ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")


# CRC32C, RFC 3720 appendix B.4: eight tables, eight bytes a step.
def _tables():
    first = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = (c >> 1) ^ (0x82F63B78 if c & 1 else 0)
        first.append(c)
    tables = [first]
    for k in range(1, 8):
        before = tables[-1]
        tables.append([(c >> 8) ^ first[c & 255] for c in before])
    return tables


T0, T1, T2, T3, T4, T5, T6, T7 = _tables()


def crc32c(data):
    c = 0xFFFFFFFF
    whole = len(data) & ~7
    for low, high in struct.iter_unpack("<II", bytes(data[:whole])):
        low ^= c
        c = (T7[low & 255] ^ T6[(low >> 8) & 255] ^ T5[(low >> 16) & 255] ^ T4[low >> 24]
             ^ T3[high & 255] ^ T2[(high >> 8) & 255] ^ T1[(high >> 16) & 255] ^ T0[high >> 24])
    for b in data[whole:]:
        c = (c >> 8) ^ T0[(c ^ b) & 255]
    return c ^ 0xFFFFFFFF


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


# Ed25519, RFC 8032 section 5.1, verification only, in extended coordinates (section 5.1.4).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * ROOT % P
    if (x * x - xx) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = _add(q, p)
        p = _add(p, p)
        n >>= 1
    return q


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verifies(key, message, signature):
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = _times(s, BASE), _add(r, _times(h, a))
    return ((left[0] * right[2] - right[0] * left[2]) % P == 0
            and (left[1] * right[2] - right[1] * left[2]) % P == 0)


def key_id(key):
    return hashlib.sha256(key).digest()[:8].hex()


def read_keys(path):
    """All Ed25519 public keys of a PEM file (RFC 8410)."""
    with open(path, encoding="latin-1") as f:
        blocks = re.findall("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", f.read(), re.S)
    keys = set()
    for block in blocks:
        der = base64.b64decode("".join(block.split()))
        if len(der) != 44 or der[:12] != bytes.fromhex("302a300506032b6570032100"):
            raise ValueError(f"{path}: a public key of another kind (expected: Ed25519)")
        keys.add(der[12:])
    if not keys:
        raise ValueError(f"{path}: no public key (expected: PEM)")
    return keys


class Broken(Exception):
    def __init__(self, damage, why, first, offset, last=None):
        super().__init__(why)
        self.verdict = {
            "status": 2 if damage == "unsupported" else 1, "state": "damaged", "damage": damage,
            "firstRecord": first, "offset": offset, "why": why}
        if last is not None:
            self.verdict["lastRecord"] = last


class Segment:
    """A segment's header, checksum known to be good."""

    def __init__(self, data, at):
        (self.kind, self.flags, self.reserved, self.stored, self.plain, self.records, self.sequence,
         self.nanos, self.last_nanos, self.wall, self.number, self.statements) = struct.unpack_from(
            ">BBHIIIqqqqqi", data, at)
        self.length = SEGMENT_HEADER + self.stored + TRAILER

    def known(self):
        allowed = COMPRESSED | ENCRYPTED | KEYFRAME if self.kind == RECORDS else 0
        return self.reserved == 0 and self.flags & ~allowed == 0 and RECORDS <= self.kind <= INDEX

    def within_bounds(self):
        if self.stored > BODY_BYTES_MAX or self.plain > BODY_BYTES_MAX or self.statements < 0:
            return False
        if self.kind != RECORDS:
            return self.plain == self.stored and self.records == 0
        packed = self.stored - (28 if self.flags & ENCRYPTED else 0)
        fits = 0 < packed < self.plain if self.flags & COMPRESSED else packed == self.plain
        return fits and 0 < self.records <= self.plain // 7


def header_is_good(data, at):
    return crc32c(data[at:at + 60]) == struct.unpack_from(">I", data, at + 60)[0]


def scan(data, at):
    """Whole segments from here on: behind a whole one, else byte by byte."""
    size = len(data)
    while at + SEGMENT_HEADER <= size:
        if 1 <= data[at] <= 4 and data[at + 2] == 0 and data[at + 3] == 0 and header_is_good(data, at):
            segment = Segment(data, at)
            if segment.known() and segment.within_bounds() and segment.length <= size - at:
                yield at, segment
                at += segment.length
                continue
        at += 1


def has_more(data, at):
    return next(scan(data, at), None) is not None


def finds_next(data, at, chain, number):
    return any(
        s.number == number
        and sha256(b"\1", chain, data[o:o + s.length - TRAILER]) == data[o + s.length - TRAILER:o + s.length - 4]
        for o, s in scan(data, at))


class Recording:
    """Reads one file from its beginning; `segments` and `signatures` hold what was found intact."""

    def __init__(self, data, trusted):
        self.data, self.trusted = data, trusted
        self.signatures, self.bodies = [], []
        self.sequence, self.number, self.offset, self.index_offset = 1, 1, 0, 0
        self.signed_records, self.reason, self.tail = 0, None, 0

    def verdict(self):
        try:
            self.read_header()
            while self.read_segment():
                pass
            if self.reason is not None and self.offset < len(self.data):
                self.broken("inserted", "something follows the seal")
            self.check_signatures()
        except Broken as broken:
            if broken.verdict["damage"] == "wrong key":
                return broken.verdict
            try:
                self.check_signatures()
            except Broken as earlier:
                return earlier.verdict
            return broken.verdict
        common = {
            "recording": self.id, "records": self.sequence - 1, "bytes": self.offset, "key": key_id(self.key),
            "keyTrusted": bool(self.trusted), "chain": self.chain.hex()}
        if self.reason is not None:
            return {"status": 0, "state": "sealed", "reason": REASONS[self.reason], **common}
        return {"status": 3, "state": "unsealed", "signedRecords": self.signed_records,
                "tailBytes": self.tail, **common}

    def broken(self, damage, why, last=None):
        raise Broken(damage, why, self.sequence, self.offset, last)

    def read_header(self):
        data, size = self.data, len(self.data)
        if data[:8] != MAGIC[:min(8, size)]:
            self.broken("not a recording", "the first 8 bytes are not a recording's")
        length = struct.unpack_from(">I", data, 12)[0] if size >= 16 else 0
        if size >= 16 and not 100 <= length <= 65536:
            self.broken("altered", f"header length: {length} (expected: 100 to 65536)")
        if size < 16 or size < length:
            self.broken("cut short", f"the file ends after {size} bytes, within its header")
        header = bytes(data[:length])
        if crc32c(header[:-4]) != struct.unpack(">I", header[-4:])[0]:
            self.broken("altered", "the header's checksum is wrong")
        major, minor, flags, suite = header[8], header[9], header[10:12], header[16]
        if major != 1 or flags != b"\0\0" or suite not in (1, 2):
            self.broken("unsupported", f"format version {major}.{minor}, flags {flags.hex()}, suite {suite}")
        self.id, self.kind, self.key = header[17:43].decode("latin-1"), header[43], header[60:92]
        extension = struct.unpack_from(">I", header, 92)[0]
        if (header[52:60].hex() != key_id(self.key) or extension != length - 100 or self.kind not in (1, 2)
                or not ULID.match(self.id)):
            self.broken("unsupported", "header: a field is not what the format allows")
        used = self.slots(header[96:-4]) if suite == 2 else 0
        if used is None or (minor == 0 and used != extension):
            self.broken("unsupported", "header: key slots are not laid out as they must be")
        self.encrypted = suite == 2
        self.first = self.chain = sha256(b"\0", header)
        self.offset = length
        if self.trusted and self.key not in self.trusted:
            raise Broken("wrong key", f"made with key {key_id(self.key)}, which is not trusted", 1, 0)

    @staticmethod
    def slots(extension):
        if len(extension) < 33 or not 1 <= extension[32] <= 32:
            return None
        at = 33
        for _ in range(extension[32]):
            if at + 11 > len(extension) or extension[at] not in (1, 2):
                return None
            at += 11 + struct.unpack_from(">H", extension, at + 9)[0]
            if at > len(extension):
                return None
        return at

    def read_segment(self):
        data, at = self.data, self.offset
        left = len(data) - at
        if self.reason is not None:
            return False
        if left < SEGMENT_HEADER:
            self.tail = left
            return False
        if not header_is_good(data, at):
            self.bad_checksum("the segment header's checksum is wrong")
        s = Segment(data, at)
        if not s.known() or bool(s.flags & ENCRYPTED) != (s.kind == RECORDS and self.encrypted):
            self.broken("unsupported", f"segment kind {s.kind}, flags {s.flags}")
        if not s.within_bounds():
            self.broken("altered", f"segment of {s.stored} bytes for {s.plain} with {s.records} records")
        if left < s.length:
            if has_more(data, at + 1):
                self.broken("altered", "a segment is not all there, and others follow it")
            self.tail = left
            return False
        last = self.sequence + s.records - 1 if s.number == self.number and s.records else None
        whole = bytes(data[at:at + s.length])
        if crc32c(whole[:-4]) != struct.unpack(">I", whole[-4:])[0]:
            self.bad_checksum("the segment's checksum is wrong", last)
        if s.number != self.number:
            why = f"segment {s.number} stands here (expected: {self.number})"
            if s.number < self.number:
                self.broken("inserted", why + ": it is here again")
            later = finds_next(data, at + 1, self.chain, self.number)
            self.broken("reordered" if later else "removed", why)
        chain = sha256(b"\1", self.chain, whole[:-TRAILER])
        if chain != whole[-TRAILER:-4]:
            later = finds_next(data, at + 1, self.chain, s.number)
            self.broken("inserted" if later else "altered",
                        "the segment does not follow from those before it", last)
        if s.sequence != self.sequence:
            self.broken("altered", f"the next record has number {s.sequence} (expected: {self.sequence})")
        if s.kind in (CHECKPOINT, SEAL):
            self.take_signature(s, whole)
        elif s.kind == INDEX:
            self.index_offset = at
        elif not self.encrypted and not s.flags & COMPRESSED:
            self.bodies.append((s.records, whole[SEGMENT_HEADER:-TRAILER]))
        self.chain = chain
        self.offset += s.length
        self.number += 1
        self.sequence += s.records
        return True

    def bad_checksum(self, why, last=None):
        if finds_next(self.data, self.offset + 1, self.chain, self.number):
            self.broken("inserted", "bytes stand here that are no segment, and what belongs here follows them")
        self.broken("altered", why, last)

    def take_signature(self, s, whole):
        body = whole[SEGMENT_HEADER:-TRAILER]
        fits = len(body) >= SIGNING_FIXED + 64
        if fits:
            records, offset, index, reason, levels, leaf_index = struct.unpack_from(">QQQBBI", body)
            fits = (levels <= PATH_MAX and len(body) == SIGNING_FIXED + 32 * levels + 64
                    and (reason in REASONS if s.kind == SEAL else reason == 0)
                    and records == self.sequence - 1 and offset == self.offset
                    and index == (self.index_offset if reason else 0))
        if not fits:
            self.broken("altered", "a checkpoint's or seal's totals are not those of the file")
        key = body[30:62]
        if key != self.key and key not in self.trusted:
            self.reason = None
            raise Broken("wrong key", f"signed by key {key_id(key)} (expected: {key_id(self.key)})",
                         self.signed_records + 1, self.offset,
                         max(self.sequence - 1, self.signed_records + 1))
        node = sha256(b"\x10", self.chain, whole[:SEGMENT_HEADER + SIGNING_FIXED])
        place = leaf_index
        for level in range(levels):
            sibling = body[SIGNING_FIXED + 32 * level:SIGNING_FIXED + 32 * level + 32]
            node = sha256(b"\x11", sibling, node) if place & 1 else sha256(b"\x11", node, sibling)
            place >>= 1
        self.signatures.append((key, b"sallyport recordings 1\n" + node, body[-64:],
                                self.signed_records + 1, max(self.sequence - 1, self.signed_records + 1), self.offset))
        self.signed_records = self.sequence - 1
        self.reason = reason or None

    def check_signatures(self):
        """A signature covers all before it: the last one speaks for all, unless it is wrong."""
        if self.signatures and not ed25519_verifies(*self.signatures[-1][:3]):
            for key, message, signature, first, last, offset in self.signatures:
                if not ed25519_verifies(key, message, signature):
                    raise Broken("altered", f"the signature is not the one of key {key_id(key)} over what stands "
                                            "before it", first, offset, last)

    def events(self):
        """What a day log says: `opened` and `noted` records of bodies that are not encrypted."""
        for count, body in self.bodies:
            at = 0
            for _ in range(count):
                length = struct.unpack_from(">I", body, at)[0]
                yield from self.event(body[at + 4:at + 4 + length])
                at += 4 + length

    @staticmethod
    def event(record):
        place = 1

        def varint():
            nonlocal place
            value = shift = 0
            while True:
                b = record[place]
                place += 1
                value |= (b & 127) << shift
                shift += 7
                if b < 128:
                    return value

        def string():
            nonlocal place
            length = varint()
            place += length
            return record[place - length:place].decode("utf-8", "replace")

        if record[0] in (1, 12):
            varint(), varint()
            name = string()
            yield name, {string(): string() for _ in range(varint())}


def open_file(path):
    with open(path, "rb") as f:
        if os.fstat(f.fileno()).st_size == 0:
            return b""
        return mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)


def verify_file(path, trusted):
    return Recording(open_file(path), trusted).verdict()


class Folder:
    """All recordings of a gateway, by what its day logs tell."""

    def __init__(self, path, trusted):
        self.path, self.trusted = path, set(trusted)
        self.files, self.findings, self.known, self.growing = [], [], {}, False

    def find(self, kind, subject, why):
        self.findings.append({"kind": kind, "subject": subject, "why": why})

    def named(self, suffix):
        return sorted(n for n in os.listdir(self.path) if n.endswith(suffix) and not n.startswith("."))

    def verify(self):
        logs, before = self.named(".spday"), None
        if not logs:
            self.find("missing", "day logs", "none is in the folder")
        for name in logs:
            before = self.log(name, before, name == logs[-1])
        for name in self.named(".sprec"):
            self.recording(name)
        for recording, state in self.known.items():
            if not state["here"] and not state["deleted"]:
                self.find("missing", recording, "the day log knows it, and no file is here")
        statuses = [verdict["status"] for _, verdict in self.files]
        worst = max(statuses, key=[0, 3, 1, 2].index, default=0)
        return 1 if self.findings else worst

    def log(self, name, before, is_last):
        log = Recording(open_file(os.path.join(self.path, name)), self.trusted)
        verdict = log.verdict()
        self.files.append((os.path.join(self.path, name), verdict))
        previous, entries = None, []
        for what, values in log.events():
            if what == "day-log":
                previous = values if "previous.name" in values and "previous.chain" in values else None
            else:
                entries.append((what, values))
        if previous and (before is None or previous["previous.name"] != before[0]):
            self.find("missing", previous["previous.name"], f"{name} follows it")
        elif previous is None and before is not None:
            self.find("differs", name, f"names no log before it, and there is {before[0]}")
        elif previous and previous["previous.chain"] != before[1].get("chain", "damage"):
            self.find("differs", before[0], f"its chain does not end as {name} says")
        if verdict["state"] == "unsealed":
            if is_last:
                self.growing = True
            else:
                self.find("cut short", name, "a log follows it, and it has no seal")
        for what, values in entries:
            self.learn(what, values, name)
        return name, verdict

    def learn(self, what, values, name):
        def state():
            return self.known.setdefault(
                values["recording"], {"header": "", "sealed": None, "deleted": False, "here": False})

        if what == "recording-opened":
            state()["header"] = values["header"]
        elif what == "recording-sealed":
            if state()["header"] not in ("", values["header"]):
                self.find("differs", values["recording"], "the day log knows two of it")
            state().update(header=values["header"], sealed=values)
        elif what == "recording-damaged":
            self.find("differs", values["recording"], f"was damaged when the gateway started: {values['why']}")
        elif what == "recording-deleted":
            state()["deleted"] = True
        elif what == "signing-key-changed":
            old, new = bytes.fromhex(values["from"]), bytes.fromhex(values["to"])
            signature = bytes.fromhex(values["signature"])
            if not ed25519_verifies(old, b"sallyport signing key 1\n" + new, signature):
                self.find("differs", name, f"key {key_id(new)} is not signed by {key_id(old)}")
            elif old in self.trusted:
                self.trusted.add(new)

    def recording(self, name):
        recording = Recording(open_file(os.path.join(self.path, name)), self.trusted)
        verdict = recording.verdict()
        self.files.append((os.path.join(self.path, name), verdict))
        if verdict["state"] == "damaged":
            state = self.known.get(name.replace(".sprec", ""))
            if state:
                state["here"] = True
            return
        state = self.known.get(recording.id)
        if state is None:
            if verdict["state"] == "sealed" or not self.growing:
                self.find("unknown", name, f"no day log knows recording {recording.id}")
            return
        if state["here"]:
            self.find("unknown", name, f"recording {recording.id} is here twice")
        state["here"] = True
        if state["deleted"]:
            self.find("differs", name, "was deleted, as the day log says, and is here")
        if state["header"] != recording.first.hex():
            self.find("differs", name, "its header is not the one that the day log knows")
        elif state["sealed"] and verdict["state"] == "unsealed":
            self.find("cut short", name, "has no seal, and the day log knows one")
        elif state["sealed"] and state["sealed"]["chain"] != verdict["chain"]:
            self.find("differs", name, "its chain does not end as the day log says")


def in_words(verdict):
    if verdict["state"] == "damaged":
        return (f"damaged at record {verdict['firstRecord']} (byte {verdict['offset']}): {verdict['damage']}: "
                f"{verdict['why']}")
    key = f"signed by {'trusted ' if verdict['keyTrusted'] else ''}key {verdict['key']}"
    if verdict["state"] == "sealed":
        return f"intact and sealed: {verdict['records']} records, {verdict['reason']}; {key}"
    return (f"intact up to record {verdict['records']}, but not sealed; signed up to record "
            f"{verdict['signedRecords']}; then {verdict['tailBytes']} bytes of an unfinished write; {key}")


def main():
    parser = argparse.ArgumentParser(description="Verify Sallyport recordings.")
    parser.add_argument("--trust", action="append", default=[], metavar="FILE", help="public keys to trust, PEM")
    parser.add_argument("--json", action="store_true", help="one JSON object for each file")
    parser.add_argument("--folder", metavar="DIR", help="verify that none of a folder is missing, too")
    parser.add_argument("files", nargs="*", metavar="FILE")
    given = parser.parse_args()
    if not given.files and not given.folder:
        parser.error("nothing to verify (expected: FILE, or --folder DIR)")
    worst = 0

    def say(path, verdict):
        shown = ascii(path)[1:-1]
        print(json.dumps({**verdict, "file": path}) if given.json else f"{shown}: {in_words(verdict)}")

    def note(status):
        nonlocal worst
        worst = max(worst, status, key=[0, 3, 1, 2].index)

    try:
        trusted = set().union(*map(read_keys, given.trust))
    except (OSError, ValueError) as e:
        print(f"key: {e}", file=sys.stderr)
        return 2
    if given.folder:
        try:
            folder = Folder(given.folder, trusted)
            status = folder.verify()
            for path, verdict in folder.files:
                say(path, verdict)
            if given.json:
                print(json.dumps({"folder": given.folder, "status": status, "findings": folder.findings}))
            else:
                for finding in folder.findings:
                    print(ascii(f"{finding['kind']}: {finding['subject']}: {finding['why']}")[1:-1])
            note(status)
        except (OSError, KeyError, ValueError, IndexError, struct.error) as e:
            print(f"{given.folder}: cannot be read: {e}", file=sys.stderr)
            note(2)
    for path in given.files:
        try:
            verdict = verify_file(path, trusted)
            say(path, verdict)
            note(verdict["status"])
        except OSError as e:
            print(f"{path}: cannot be read: {e}", file=sys.stderr)
            note(2)
    return worst


if __name__ == "__main__":
    sys.exit(main())
