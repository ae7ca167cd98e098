"""Records programs at a pseudo-terminal as asciicast v2 files for `RecordingsTest`.

    unshare --mount --pid --uts --fork --mount-proc python3 record.py ../resources/terminal [NAME...]

In a process and host name space of its own, so that a recording shows nothing of the machine it was made on. Nobody
answers the terminal queries that the programs send. README.md says what has to be installed.
"""

import codecs
import fcntl
import json
import os
import pty
import select
import signal
import socket
import struct
import sys
import tempfile
import termios
import time

QUIET_SECONDS = 0.35
BYTES_MAX = 80_000

MANY_WRITINGS = "naïve façade — 漢字かな交じり文 — e\u0301a\u0308 — 한국어"
TEXT = "".join(
    f"{n:3d} The sally port is the small guarded passage of a fort: two doors, the second opens once the first is shut. "
    f"{MANY_WRITINGS if n % 7 == 0 else 'x' * (n % 40)}\n"
    for n in range(1, 200)
)

CODE = """#include <stdio.h>

/* A comment with tabs:\tone\ttwo */
int main(int argc, char **argv) {
    for (int i = 0; i < argc; i++) {
        printf("%d: %s\\n", i, argv[i]);
    }
    return 0;
}
"""

# A script is bytes to type, or (columns, rows) for a resize; after each the program is waited for until it is quiet.
SCRIPTS = {
    "shell": (["bash", "--norc", "--noprofile", "-i"], [
        b"ls --color=always -l\r", b"cat text.txt | head -40\r", b"echo one; printf 'no newline'\r",
        (60, 24), b"printf '\\e[1;31mred\\e[0m \\e[4:3;58;2;255;0;0mcurly\\e[0m \\e[38:2::10:20:30mrgb\\e[m\\n'\r",
        (100, 24), b"seq 1 30\r", (100, 40), (100, 12), b"echo a long line: $(seq -s ' ' 1 120)\r", (45, 18), (120, 30),
        b"for i in 1 2 3; do printf \"\\r$i of 3\"; done; echo\r", b"type this \x7f\x7f and \x01\x0b",
        b"head -c 300 /bin/ls | tr -d '\\033\\220-\\237' | LC_ALL=C tr -c '[:print:]\\n' '?'; echo\r", b"clear\r", b"exit\r"]),
    "vim": (["vim", "-u", "NONE", "-N", "--cmd", "set nomodeline | set ruler showcmd | syntax on", "code.c"], [
        b"Gofor the record: \xe6\xbc\xa2\xe5\xad\x97 e\xcc\x81\x1b", b"gg", b"/printf\r", b"V>", b":set number list hlsearch\r",
        b":split text.txt\r", b"\x06\x06\x02", b":vsplit code.c\r", b"\x17w", b"ddp", (60, 20), (100, 30), b":set wrap!\r",
        b"20zl", b":help\r", b"\x06", b":q\r", b"u", b"i" + b"wide \xf0\x9f\x98\x80 end" * 3 + b"\x1b", b":qa!\r"]),
    "less": (["less", "-R", "text.txt"], [
        b" ", b" ", b"j", b"j", b"k", b"b", b"/port\r", b"n", b"n", b"\x1b[C" * 2, b"G", (50, 16), b"g", (90, 24), b"-S\r", b"d",
        b"h", b" ", b"q", b"q"]),
    "top": (["top", "-d", "1", "-n", "6"], [b"", b"z", b"x", b"1", (70, 20), b"V", b"", b"q"]),
    "htop": (["htop", "-d", "5"], [b"", b"\x1b[B", b"\x1b[B", b"t", b"\x1bOQ", b"\x1b", (70, 20), b"h", b"q", b"q"]),
    "tmux": (["tmux", "-L", "recorded", "-f", "tmux.conf", "new-session", "bash --norc --noprofile -i"], [
        b"seq 1 40\r", b"\x02%", b"ls --color=always\r", b'\x02"', b"cat text.txt | head -20\r", b"\x02o", (100, 30),
        b"\x02[", b"\x1b[5~", b"q", b"printf '\\xe6\\xbc\\xa2\\xe5\\xad\\x97 \\xf0\\x9f\\x98\\x80\\n'\r", b"\x02z", b"\x02z",
        b"\x02c", b"less text.txt\r", b"   ", b"q", b"\x02w", b"\r", b"\x02:kill-server\r"]),
    "psql": (["psql", "-X", "postgres"], [
        b"select n, repeat('*', n) as stars, md5(n::text) from generate_series(1, 12) n;\r",
        b"\\pset border 2\r", b"\\pset linestyle unicode\r",
        "select 'Zoë' as name, '漢字' as kanji, 'e\u0301' as mark, null as nothing;\r".encode(),
        b"\\x\r", b"select * from pg_stat_activity where pid = -1 union all select * from pg_stat_activity limit 0;\r",
        b"\\x\r", b"select * from generate_series(1,100) a, generate_series(1, 3) b;\r", b" ", b"q",
        b"selec\x7fct wrong;\r", b"select 1\r", (50, 18), b"\x1b[A", b"\x03", b"\\? commands\r", b" ", b"q", b"\\q\r"]),
    "dialog": (["dialog", "--title", "Sally port", "--menu", "Which door?", "15", "50", "5",
                "1", "The first", "2", "The second", "3", "Both"],
               [b"\x1b[B", b"\x1b[B", (70, 20), b"\x1b[A", b"\t", b"\r"]),
    "nano": (["nano", "code.c"], [
        b"\x1b[B\x1b[B", b"typed ", b"\x17printf\r", b"\x0b", b"\x15\x15", (60, 16), b"\x07", b"\x18", b"\x18", b"n"]),
}


def main():
    target = os.path.abspath(sys.argv[1])
    socket.sethostname("bastion")
    with tempfile.TemporaryDirectory() as home:
        prepare(home)
        os.chdir(home)
        for name in sys.argv[2:] or SCRIPTS:
            command, script = SCRIPTS[name]
            lines = record(command, script)
            with open(os.path.join(target, name + ".cast"), "w", encoding="utf-8") as out:
                out.writelines(line + "\n" for line in lines)
            print(name, len(lines), "events", sum(map(len, lines)), "bytes")


def prepare(home):
    for name, text in {
        "text.txt": TEXT, "code.c": CODE,
        "tmux.conf": "set -g status-right '%%'\nset -g default-terminal screen-256color\nset -g mouse on\n",
    }.items():
        with open(os.path.join(home, name), "w", encoding="utf-8") as out:
            out.write(text)


def environment():
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        "HOME": os.getcwd(), "PS1": "$ ", "USER": "postgres", "PGHOST": os.environ.get("PGHOST", "127.0.0.1"),
        "PGPORT": os.environ.get("PGPORT", "5432"), "PGUSER": "postgres", "SHELL": "/bin/bash", "TMUX_TMPDIR": os.getcwd(),
        "LESSHISTFILE": "-", "HISTFILE": "", "PSQL_HISTORY": "/dev/null",
    }


def record(command, script):
    columns, rows = 80, 24
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, environment())
    resize(terminal, columns, rows)
    lines = [json.dumps({"version": 2, "width": columns, "height": rows})]
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    read_until_quiet(terminal, decoder, lines)
    for step in script:
        if isinstance(step, tuple):
            resize(terminal, *step)
            os.kill(child, signal.SIGWINCH)
            lines.append(json.dumps([0, "r", f"{step[0]}x{step[1]}"]))
        elif step:
            try:
                os.write(terminal, step)
            except OSError:
                break
        read_until_quiet(terminal, decoder, lines)
        if sum(map(len, lines)) > BYTES_MAX:
            break
    try:
        os.kill(child, signal.SIGHUP)
    except ProcessLookupError:
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    return lines


def read_until_quiet(terminal, decoder, lines):
    end = time.monotonic() + 4
    while time.monotonic() < end and select.select([terminal], [], [], QUIET_SECONDS)[0]:
        try:
            data = os.read(terminal, 2048)
        except OSError:
            return
        if not data:
            return
        text = decoder.decode(data)
        if text:
            lines.append(json.dumps([0, "o", text], ensure_ascii=False))


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


if __name__ == "__main__":
    main()
