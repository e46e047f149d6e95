"""What is measured: each case names our command, that of the other side, and the figures read from both."""

import os
from typing import Callable, NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))

# How our strategy trades every tick as the peer's moving average cross does, and every candle.
EACH_TICK = ["--strategy", "ema-flip-ticks"]
EACH_CANDLE = ["--strategy", "ema-flip"]

# Longest tape the peer holds in memory while it trades on nearly every second quote.
PEER_STORM_QUOTES = 400_000
SIZES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000]


class Figure(NamedTuple):
    """One number of a run; `read` takes it out of a run's result."""

    name: str
    unit: str
    more_is_better: bool
    read: Callable


class Side(NamedTuple):
    """Who runs: the name shown, the command, and what to set in its environment."""

    name: str
    command: list
    environment: dict = {}


class Case(NamedTuple):
    name: str
    title: str
    figures: list
    ours: Side
    theirs: Side | None
    """None: nobody to compare with; a side whose command is empty: it is not set up here."""


def rate(what):
    return lambda run: run[what] / run["cpu_seconds"]


def each(what, of, scale=1.0):
    return lambda run: run[what] / run[of] * scale if run.get(of) else None


EVENTS = Figure("events a CPU second", "/s", True, rate("events"))
ORDERS = Figure("orders a CPU second", "/s", True, rate("orders"))
GROWTH = Figure("memory an order", "B", False, each("growth_bytes", "orders"))
WALL = Figure("file to PnL, wall", "s", False, lambda run: run["process_wall"])
CPU = Figure("file to PnL, CPU", "s", False, lambda run: run["process_cpu"])
MEDIAN = Figure("median", "ns", False, lambda run: run["p50_ns"])
LATE = Figure("99th percentile", "ns", False, lambda run: run["p99_ns"])
APPENDS = Figure("appends a second", "/s", True, lambda run: run["appends"] / run["wall_seconds"])
WRITTEN = Figure("events a second", "/s", True,
                 lambda run: run.get("events", run["appends"]) / run["wall_seconds"])
RUNS = Figure("backtests a second", "/s", True, lambda run: run["runs"] / run["wall_seconds"])
SWEPT = Figure("candles a CPU second", "/s", True, rate("events"))
NANOS = Figure("CPU an event", "ns", False, each("cpu_seconds", "events", 1e9))


class Cases:
    """The cases that can be had with what is here."""

    def __init__(self, options):
        self.options = options

    def tape(self, file, *more):
        path = os.path.join(self.options.tapes, file)
        return Side("Sextant", [self.options.ours, "tape", path, *more])

    def nautilus(self, file, *more):
        """The compiled engine of NautilusTrader 2 over the same file."""
        script = os.path.join(self.options.scripts, "nautilus2_ema.py")
        path = os.path.join(self.options.tapes, file)
        return self.peer("NautilusTrader 2.0.0rc7", "nautilus2", script, path, *more)

    def peer(self, name, folder, script, *more):
        python = os.path.join(self.options.peers, folder, "python")
        ready = os.access(python, os.X_OK) and os.path.exists(script)
        return Side(name, [python, script, *more] if ready else [])

    def commit(self, file, count, speed):
        """A bare SQLite commit of as many bytes as a decision has in our journal."""
        return Side("SQLite, bare", [self.options.commit, file, str(count), str(speed), "1200"])

    def replays(self):
        """Tapes from beginning to end."""
        quotes, long = "EURUSD_quotes.csv", "EURUSD_generated_quotes.csv"
        still = "EURUSD_still_quotes.csv"
        trades, candles = "equity_SPY_trades.csv", "binance_spot_BTCUSDT_1m_2024.csv"
        tick = [*EACH_TICK, "--set", "quantity=1000"]
        storm = ["--set", "fast=1", "--set", "slow=2"]
        whole = [EVENTS, WALL, CPU]
        return [
            Case("quotes", "EMA 10/20 on 99,308 quotes", whole,
                 self.tape(quotes, *tick), self.nautilus(quotes)),
            Case("quotes-long", "EMA 10/20 on 2,700,000 generated quotes", whole,
                 self.tape(long, *tick), self.nautilus(long)),
            Case("quotes-still", "EMA 10/20 on 2,700,000 generated quotes whose price seldom moves", whole,
                 self.tape(still, *tick), self.nautilus(still)),
            Case("trades-none", "no strategy, 1,887,450 trades", whole,
                 self.tape(trades), self.nautilus(trades, "--kind", "trades", "--strategy", "none")),
            Case("trades", "EMA 10/20 on 1,887,450 trades (theirs in Python)", whole,
                 self.tape(trades, *EACH_TICK, "--set", "quantity=1"),
                 self.nautilus(trades, "--kind", "trades", "--strategy", "py")),
            Case("candles", "EMA 10/20 on 527,040 candles (theirs in Python)", whole,
                 self.tape(candles, *EACH_CANDLE, "--set", "quantity=0.01"),
                 self.nautilus(candles, "--kind", "bars", "--strategy", "py")),
            Case("storm", "EMA 1/2 on 99,308 quotes", [ORDERS, EVENTS, GROWTH],
                 self.tape(quotes, *tick, *storm),
                 self.nautilus(quotes, "--fast", "1", "--slow", "2")),
            Case("memory", f"EMA 1/2 on generated quotes (theirs: {PEER_STORM_QUOTES:,} of them)",
                 [GROWTH, ORDERS], self.tape(long, *tick, *storm),
                 self.nautilus(long, "--fast", "1", "--slow", "2", "--n", str(PEER_STORM_QUOTES))),
        ]  # fmt: skip

    def sizes(self):
        """The same work on ever longer tapes: an event must not cost more on a long one."""
        return [
            Case(f"scale-{size}", f"EMA 10/20 on {size:,} generated quotes", [NANOS],
                 self.tape(f"EURUSD_{size}_quotes.csv", *EACH_TICK, "--set", "quantity=1000"),
                 self.nautilus(f"EURUSD_{size}_quotes.csv") if size <= 1_000_000 else None)
            for size in SIZES
        ]  # fmt: skip

    def live(self):
        """What happens between a signal and the wire."""
        ours, scratch = self.options.ours, self.options.scratch
        every = ["--kind", "trades", "--strategy", "every", "--time-submit", "--n", "100000"]
        return [
            Case("decide", "signal in to effect out, the desk alone (theirs: submit_order to client)",
                 [MEDIAN, LATE], Side("Sextant", [ours, "decide"]),
                 self.nautilus("equity_SPY_trades.csv", *every)),
            Case("wire", "signal to durable to wire-ready, 1,000 a second", [MEDIAN, LATE],
                 Side("Sextant", [ours, "wire", scratch, "--count", "10000"]),
                 self.commit(scratch, 10_000, 1_000)),
            Case("append", "journal alone, 64 producers (theirs: one row after the other)",
                 [APPENDS, WRITTEN],
                 Side("Sextant", [ours, "append", scratch]), self.commit(scratch, 5_000, 0)),
            Case("intents", "intents with their whole life, tables kept up", [APPENDS],
                 Side("Sextant", [ours, "append", scratch, "--projected", "yes"]),
                 self.commit(scratch, 5_000, 0)),
        ]  # fmt: skip

    def sweep(self):
        """One tape, two hundred settings."""
        file = "binance_spot_BTCUSDT_1m_2024.csv"
        candles = os.path.join(self.options.tapes, file)
        cores = str(os.cpu_count() or 1)
        settings = [*EACH_CANDLE, "--set", "quantity=0.01", "--threads", cores]
        script = os.path.join(HERE, "vectorbt_sweep.py")
        return [
            Case("sweep", f"200 pairs on 527,040 candles, {cores} threads (theirs: 1)", [RUNS, SWEPT],
                 Side("Sextant", [self.options.ours, "sweep", candles, *settings]),
                 self.peer("vectorbt 1.2.0", "vectorbt", script, candles)),
            Case("vector", "EMA 10/20 on 527,040 candles against a vectorised engine", [SWEPT],
                 self.tape(file, *EACH_CANDLE, "--set", "quantity=0.01"),
                 self.peer("vectorbt 1.2.0", "vectorbt",
                           os.path.join(self.options.scripts, "vectorbt_ema.py"), candles)),
        ]  # fmt: skip

    def all(self):
        return [*self.replays(), *self.sizes(), *self.live(), *self.sweep()]
