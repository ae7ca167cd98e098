"""Makes bench/run's tables from its raw numbers: medians, spread, and what each route costs beside the direct one.

    report.py RAW.csv FACTS > RESULT.md
"""
import csv
import statistics
import sys

BASE = "direct-tls"
MODES = ("simple", "extended", "prepared")


def main(raw, facts):
    with open(raw, newline="") as file:
        rows = list(csv.DictReader(file))
    with open(facts) as file:
        lines = file.read().splitlines()
    print("# bench/run\n")
    for line in lines:
        print(f"- {line}")
    for mode in MODES:
        loads(f"pgbench -S -M {mode}", [row for row in rows if row["measure"] == mode])
    loads("A login for each statement: pgbench -S -C", [row for row in rows if row["measure"] == "logins"])
    copies("COPY TO STDOUT", [row for row in rows if row["measure"] == "copy-out"])
    copies("COPY FROM STDIN", [row for row in rows if row["measure"] == "copy-in"])
    memory([row for row in rows if row["measure"].startswith("memory-")])


def loads(title, rows):
    print(f"\n## {title}\n")
    print(f"| clients | route | tps, median | min–max | to {BASE} | proxy CPU, µs/tx | min–max |")
    print("|---:|---|---:|---:|---:|---:|---:|")
    for clients in sorted({int(row["clients"]) for row in rows}):
        cell = [row for row in rows if int(row["clients"]) == clients]
        base = median(cell, BASE, "tps")
        for route in routes(cell):
            # None where the clients took all of the time to connect.
            tps = values(cell, route, "tps")
            cpu = [
                float(row["proxy_cpu_seconds"]) * 1e6 / float(row["transactions"])
                for row in cell
                if row["route"] == route and row["proxy_cpu_seconds"] and row["tps"]
            ]
            print(
                f"| {clients} | {route} | {middle(tps, 0)} | {spread(tps, 0)} "
                f"| {ratio(median(cell, route, 'tps'), base)} | {middle(cpu)} | {spread(cpu, 1)} |"
            )


def copies(title, rows):
    print(f"\n## {title}, {int(rows[0]['bytes']) / 1e6:.0f} MB\n")
    print(f"| route | s, median | min–max | MB/s | to {BASE} | proxy CPU, s |")
    print("|---|---:|---:|---:|---:|---:|")
    base = median(rows, BASE, "seconds")
    for route in routes(rows):
        seconds = values(rows, route, "seconds")
        took = statistics.median(seconds)
        # Speed against speed, like the ratios of tps: more is better.
        speed = ratio(base, took)
        print(
            f"| {route} | {took:.2f} | {spread(seconds, 2)} | {int(rows[0]['bytes']) / 1e6 / took:.0f} "
            f"| {speed} | {middle(values(rows, route, 'proxy_cpu_seconds'), 2)} |"
        )


def memory(rows):
    if not rows:
        return
    print("\n## Memory of Sallyport with TLS\n")
    print("| COPY | MB | peak resident, MB | most heap in use, MB | heap in use after it, MB |")
    print("|---|---:|---:|---:|---:|")
    for measure, title in (
        ("memory-tenth", "out, a tenth"),
        ("memory-big", "out"),
        ("memory-in", "in"),
    ):
        mine = [row for row in rows if row["measure"] == measure]
        resident = [float(row["rss_peak_kb"]) / 1024 for row in mine]
        most = [float(row["heap_peak_mb"]) for row in mine]
        live = [float(row["heap_live_mb"]) for row in mine]
        print(
            f"| {title} | {int(mine[0]['bytes']) / 1e6:.0f} | {max(resident):.0f} "
            f"| {max(most):.0f} | {max(live):.0f} |"
        )


def routes(rows):
    """In the order of the first round, each once, the direct ones first."""
    names = dict.fromkeys(row["route"] for row in rows)
    return sorted(names, key=lambda name: not name.startswith("direct"))


def values(rows, route, column):
    return [float(row[column]) for row in rows if row["route"] == route and row[column]]


def median(rows, route, column):
    found = values(rows, route, column)
    return statistics.median(found) if found else None


def middle(found, digits=1):
    return f"{statistics.median(found):.{digits}f}" if found else "–"


def spread(found, digits):
    return f"{min(found):.{digits}f}–{max(found):.{digits}f}" if found else "–"


def ratio(value, base):
    return f"{value / base:.2f}" if value and base else "–"


if __name__ == "__main__":
    main(*sys.argv[1:])
