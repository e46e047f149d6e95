"""Runs both sides of each case by turns, each run a process of its own, and prints the figures: see `run`."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from fnmatch import fnmatchcase

from cases import Cases

LONGEST_RUN = 3_600


def clear(scratch):
    """Journals and databases of the run before."""
    shutil.rmtree(scratch, ignore_errors=True)
    for path in (scratch, scratch + "-wal", scratch + "-shm"):
        if os.path.exists(path):
            os.remove(path)


def normal(result):
    """A peer's own names for what ours are called."""
    if "run_user_s" in result:
        result["cpu_seconds"] = result["run_user_s"] + result.get("run_sys_s", 0.0)
        result["wall_seconds"] = result["run_s"]
        result["events"] = result["n"]
    if "submit_call_ns" in result:
        result["p50_ns"], result["p99_ns"] = (result["submit_call_ns"][name] for name in ("p50", "p99"))
    return result


def execute(side):
    """One process: the line of JSON it prints last, and what the whole of it took."""
    environment = {**os.environ, **side.environment}
    began = time.perf_counter()
    process = subprocess.Popen(side.command, stdout=subprocess.PIPE, env=environment)
    text = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = [line for line in text.splitlines() if line.startswith("{")]
    if process.returncode or not lines:
        return None
    result = normal(json.loads(lines[-1]))
    result["process_wall"] = wall
    result["process_cpu"] = usage.ru_utime + usage.ru_stime
    result["process_bytes"] = usage.ru_maxrss << 10
    return result


def idle_peer_bytes(side):
    """What a peer holds that replays the same rows and places no order."""
    command = [*side.command, "--strategy", "none"]
    result = execute(side._replace(command=command))
    return result["process_bytes"] if result else None


def measure(case, options):
    """Both sides by turns; their runs without the first round, which warms everything up."""
    sides = {"ours": case.ours}
    if case.theirs and case.theirs.command:
        sides["theirs"] = case.theirs
    runs = {name: [] for name in sides}
    idle = None
    for number in range(options.rounds + 1):
        # Every other round backwards, so that nobody always comes first.
        for name in sorted(sides, reverse=number % 2 == 1):
            clear(options.scratch)
            result = execute(sides[name])
            if result is None:
                print(f"compare: SKIPPED {case.name}: {sides[name].name} failed", file=sys.stderr)
                return None
            if name == "theirs" and "rss_peak_mb" in result and result.get("orders"):
                if idle is None and any(figure.name == "memory an order" for figure in case.figures):
                    idle = idle_peer_bytes(sides[name])
                result["growth_bytes"] = result["process_bytes"] - idle if idle else None
            print(".", end="", file=sys.stderr, flush=True)
            if number:
                runs[name].append(result)
    print(file=sys.stderr)
    clear(options.scratch)
    return runs


def spread(figure, runs):
    """Least, median and most; None where a run does not have the figure."""
    values = [figure.read(run) for run in runs]
    if not values or any(value is None for value in values):
        return None
    return min(values), statistics.median(values), max(values)


def shown(value):
    """Three digits and more, with separators."""
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}"


def report(case, runs, rows):
    """The figures of a case, a line each; kept in `rows` too."""
    load = os.getloadavg()[0]
    theirs = case.theirs.name if "theirs" in runs else "nobody to compare with"
    if case.theirs and not case.theirs.command:
        theirs = f"{case.theirs.name} is not set up here (Benchmarks/peers)"
    print(f"\n{case.name}: {case.title}; against: {theirs}; load {load:.1f}")
    print(f"{'':26}{'ours: min':>14}{'median':>14}{'max':>14}{'theirs: min':>14}{'median':>14}{'max':>14}"
          f"{'ratio':>9}")  # fmt: skip
    for figure in case.figures:
        ours, other = spread(figure, runs["ours"]), spread(figure, runs.get("theirs", []))
        if not ours:
            continue
        ratio = None
        if other and other[1] and ours[1]:
            ratio = ours[1] / other[1] if figure.more_is_better else other[1] / ours[1]
        cells = [f"{shown(value):>14}" for value in ours]
        cells += [f"{shown(value):>14}" for value in other] if other else [" " * 42]
        print(f"{figure.name + ', ' + figure.unit:26}{''.join(cells)}" + (f"{ratio:>9.2f}" if ratio else ""))
        rows.append({"case": case.name, "figure": figure.name, "unit": figure.unit, "ours": ours,
                     "theirs": other, "ratio": ratio, "load": load})  # fmt: skip
    placed = [runs[side][-1].get("orders") for side in ("ours", "theirs") if runs.get(side)]
    orders = [count for count in placed if count is not None]
    if any(orders):
        same = "" if len(set(orders)) == 1 else "  NOT THE SAME WORK"
        print(f"orders: {' and '.join(f'{count:,}' for count in orders)}{same}")


def lengths(rows):
    """What an event costs by the length of its tape, and against the cheapest of them."""
    found = [row for row in rows if row["case"].startswith("scale-")]
    if len(found) < 2:
        return
    least = min(row["ours"][1] for row in found)
    print(f"\n{'events':>12}{'CPU an event, ns':>20}{'of the cheapest':>18}")
    for row in found:
        median = row["ours"][1]
        print(f"{int(row['case'].split('-')[1]):>12,}{shown(median):>20}{median / least:>17.2f}x")


def main():
    parser = argparse.ArgumentParser()
    for name in ("ours", "tapes", "scripts", "peers", "commit", "scratch"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", default="", help="file the figures go to, one line of JSON each")
    parser.add_argument("--list", action="store_true", help="names only")
    parser.add_argument("names", nargs="*", help="cases, or patterns of them")
    options = parser.parse_args()
    names = options.names or ["*"]
    chosen = [case for case in Cases(options).all() if any(fnmatchcase(case.name, name) for name in names)]
    if options.list:
        print("\n".join(f"{case.name:16}{case.title}" for case in chosen))
        return
    rows = []
    for case in chosen:
        missing = [word for word in case.ours.command if word.endswith(".csv") and not os.path.exists(word)]
        if missing:
            print(f"compare: SKIPPED {case.name}: no {', '.join(missing)}", file=sys.stderr)
            continue
        if runs := measure(case, options):
            report(case, runs, rows)
            sys.stdout.flush()
    lengths(rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
