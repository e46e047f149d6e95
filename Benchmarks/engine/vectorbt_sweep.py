"""The sweep of `EngineBench sweep` in vectorbt: `vectorbt_sweep.py CANDLES.csv [PAIRS]`.

20 fast periods by 10 slow ones over the closes, the columns of one slow period at a time, long only as in
the peer's own script. The first call compiles; it is made on few rows before the clock starts.
"""

import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import vectorbt as vbt  # noqa: E402

FAST = list(range(5, 25))
SLOW = list(range(30, 80, 5))


def averages(close, periods):
    return vbt.MA.run(close, periods, ewm=True).ma.values.reshape(len(close), -1)


def sweep(close, most):
    """Orders and best final value of the first `most` pairs."""
    left, orders, best = most, 0, float("-inf")
    fast_averages = averages(close, FAST)
    for slow in SLOW:
        width = min(left, len(FAST))
        if not width:
            break
        left -= width
        above = fast_averages[:, :width] > averages(close, slow)
        before = np.vstack([np.zeros((1, width), dtype=bool), above[:-1]])
        ready = (np.arange(len(close)) >= slow)[:, None]
        portfolio = vbt.Portfolio.from_signals(
            close, pd.DataFrame(above & ~before & ready, close.index),
            pd.DataFrame(~above & before & ready, close.index),
            size=0.01, fees=0.0005, init_cash=1_000_000.0, freq="1min")  # fmt: skip
        orders += int(portfolio.orders.count().sum())
        best = max(best, float(portfolio.final_value().max()))
    return orders, best


def main():
    table = pd.read_csv(sys.argv[1], usecols=["ts_ms", "close"])
    close = pd.Series(table.close.values, index=pd.to_datetime(table.ts_ms, unit="ms"))
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else len(FAST) * len(SLOW)
    sweep(close[:1_000], pairs)
    used, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    orders, best = sweep(close, pairs)
    wall, uses = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    cpu = uses.ru_utime + uses.ru_stime - used.ru_utime - used.ru_stime
    print(json.dumps({"runs": pairs, "events": pairs * len(close), "orders": orders, "best_value": best,
                      "cpu_seconds": cpu, "wall_seconds": wall}))  # fmt: skip


if __name__ == "__main__":
    main()
