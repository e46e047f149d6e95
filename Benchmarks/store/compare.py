"""Runs the contenders against one store, alternately, and prints the table; called by `run`."""

import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import time

import psycopg

HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_RUN = 600
LONGEST_APPLY = 300


def contenders(options):
    """Name, the part it plays, and the command of each. Of several of one part the best counts."""
    python = [sys.executable, "-W", "ignore", os.path.join(HERE, "clients.py")]
    target = [options.kind, options.connection, options.rows]

    def client(name, *more):
        return [*python, name, *target, *more]

    def loop(*shape):
        return [options.loop, *target, *shape]

    found = [
        ("psycopg 3, executemany", "client", client("psycopg3")),
        ("psycopg 3, one pipeline", "client", client("psycopg3_pipeline")),
        ("asyncpg, transaction()", "client", client("asyncpg")),
        ("asyncpg, the same, 10,000 rows", "client", client("asyncpg", "10000")),
        ("asyncpg, executemany alone", "client", client("asyncpg_bare")),
        ("asyncpg, alone, 10,000 rows", "client", client("asyncpg_bare", "10000")),
    ]
    if options.kind == "postgres":
        found += [
            ("asyncpg, COPY and upsert", "further", client("copy")),
            ("C, 250 rows as arrays, 2 in flight", "loop", loop("250", "2", "1000", "unnest")),
            ("C, 1 row, 2 in flight", "loop", loop("1", "2", "1000")),
            ("C, 32 rows, 2 in flight", "loop", loop("32", "2", "1000")),
            ("C, 125 rows, 2 in flight", "loop", loop("125", "2", "1000")),
        ]
    else:
        ilp = [*python, "ilp", options.kind, options.ilp, options.rows]
        found += [
            ("ILP over HTTP, flush 1,000", "further", [*ilp, "1000"]),
            ("ILP over HTTP, flush 75,000", "further", [*ilp, "75000"]),
            ("C, 1 row, 2 in flight", "loop", loop("1", "2", "1000")),
            ("C, 8 rows, 2 in flight", "loop", loop("8", "2", "1000")),
            ("C, 125 rows, 2 in flight", "loop", loop("125", "2", "1000")),
            ("C, 8 rows, the same, 10,000 rows", "loop", loop("8", "2", "10000")),
        ]
    if options.ours:
        ours = [options.ours, options.kind, options.connection]
        found += [("Sextant", "ours", ours), ("Sextant, 10,000 rows", "ours", [*ours, "10000"])]
    return found


def processor_seconds(server):
    """User and system time of the server, its children and those it has buried."""
    ticks = 0
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="ascii", errors="replace") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(path.split("/")[2]) == server:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == server:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def applied(database):
    """Waits until QuestDB shows what it has acknowledged."""
    query = "SELECT writerTxn, sequencerTxn, suspended FROM wal_tables() WHERE name = 'live_orders'"
    deadline = time.monotonic() + LONGEST_APPLY
    while time.monotonic() < deadline:
        writer, sequencer, suspended = database.execute(query).fetchone()
        if suspended:
            sys.exit("live_orders is suspended")
        if writer == sequencer:
            return
        time.sleep(0.05)
    sys.exit(f"live_orders was not applied within {LONGEST_APPLY} s")


def clear(options):
    with psycopg.connect(options.connection, autocommit=True) as database:
        database.execute("TRUNCATE TABLE live_orders")
        if options.kind == "questdb":
            applied(database)
        else:
            database.execute("CHECKPOINT")


def stored(options):
    with psycopg.connect(options.connection, autocommit=True) as database:
        if options.kind == "questdb":
            applied(database)
        return database.execute(
            "SELECT count(), count_distinct(order_id) FROM live_orders"
            if options.kind == "questdb"
            else "SELECT count(*), count(DISTINCT order_id) FROM live_orders"
        ).fetchone()


def measure(name, command, options, expected):
    clear(options)
    before = processor_seconds(options.server)
    source = open(options.rows, "rb") if command[0] == options.ours else subprocess.DEVNULL
    run = subprocess.run(
        command, stdin=source, capture_output=True, text=True, check=False, timeout=LONGEST_RUN)
    if run.returncode:
        sys.exit(f"{name} failed:\n{run.stderr[-2000:]}")
    result = json.loads(run.stdout.strip().splitlines()[-1])
    found = stored(options)
    result["server_seconds"] = processor_seconds(options.server) - before
    if found != (expected, expected) or result["rows"] != expected:
        sys.exit(f"{name}: {found[0]} rows of {found[1]} orders are stored, not {expected}")
    return result


def summary(runs):
    rates = sorted(run["rows"] / run["seconds"] for run in runs)
    client = [run["cpu_seconds"] / run["rows"] * 1e6 for run in runs]
    server = [run["server_seconds"] / run["rows"] * 1e6 for run in runs]
    return {
        "min": rates[0], "median": statistics.median(rates), "max": rates[-1],
        "client": statistics.median(client), "client_least": min(client),
        "server": statistics.median(server),
    }  # fmt: skip


def best(table, part):
    """The contender of a part with the highest median; None when there is none."""
    found = [row for row in table if row["part"] == part]
    return max(found, key=lambda row: row["median"], default=None)


def verdicts(options, table):
    """Ours against the bars."""
    ours, client, loop = (best(table, part) for part in ("ours", "client", "loop"))
    if not ours:
        return
    print(f"\nBetter Python client: {client['name']}; C loop: {loop['name']}.")
    bars = [("rows/s against it", ours["median"] / client["median"], ours["max"] / client["max"],
             1.5 if options.kind == "questdb" else 1.0, True)]  # fmt: skip
    if options.kind == "questdb":
        bars.append(("rows/s against the C loop", ours["median"] / loop["median"],
                     ours["max"] / loop["max"], 0.85, True))  # fmt: skip
    else:
        bars.append(("client CPU a row against it", ours["client"] / client["client"],
                     ours["client_least"] / client["client_least"], 1 / 3, False))  # fmt: skip
    for what, median, extreme, bar, is_floor in bars:
        word = "met" if (median >= bar if is_floor else median <= bar) else "MISSED"
        print(f"{what}: medians {median:.2f}, bests {extreme:.2f}, bar {bar:.2f}: {word}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("kind", "connection", "rows", "loop"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--ilp", default="")
    parser.add_argument("--ours", default="")
    parser.add_argument("--only", default="", help="names that contain this; Sextant runs always")
    parser.add_argument("--server", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with open(options.rows, "rb") as file:
        expected = sum(1 for _ in file)
    chosen = [one for one in contenders(options) if options.only in one[0] or one[1] == "ours"]
    runs = {name: [] for name, _, _ in chosen}
    for number in range(options.rounds + 1):
        # Every other round backwards, so that nobody always follows the same neighbour.
        for name, _, command in chosen if number % 2 == 0 else reversed(chosen):
            result = measure(name, command, options, expected)
            print(".", end="", file=sys.stderr, flush=True)
            # The first round warms everything up.
            if number:
                runs[name].append(result)
    print(file=sys.stderr)

    table = [{"name": name, "part": part, **summary(runs[name])} for name, part, _ in chosen]
    client = best(table, "client")
    title = "QuestDB" if options.kind == "questdb" else "PostgreSQL"
    load = os.getloadavg()[0]
    print(f"\n{title}: {expected} rows of live_orders, {options.rounds} rounds, load {load:.1f}")
    print(f"{'':36}{'thousand rows/s':^25}  {'against Python':^15}  {'CPU, us a row':^16}")
    print(f"{'':36}{'min':>8}{'median':>9}{'max':>8}  {'median':>8}{'best':>7}  {'client':>8}{'server':>8}")
    for row in table:
        against = f"{row['median'] / client['median']:8.2f}{row['max'] / client['max']:7.2f}" if client else " " * 15
        print(f"{row['name']:36}{row['min'] / 1e3:8.1f}{row['median'] / 1e3:9.1f}{row['max'] / 1e3:8.1f}"
              f"  {against}  {row['client']:8.2f}{row['server']:8.1f}")  # fmt: skip
    verdicts(options, table)


if __name__ == "__main__":
    main()
