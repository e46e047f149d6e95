"""The rows every contender writes: `python rows.py COUNT FILE [SEED]` makes them, `load(FILE)` reads them.

One line a row, tab-separated, in the order of live_orders' columns; \\N is NULL, booleans are t or f, times
are whole microseconds since 1970 UTC. Rows are in time order, each of a key of its own, all of one day.
"""

import random
import sys
from datetime import datetime, timedelta

# Name and kind: s symbol, t text, r real, b boolean, m moment.
COLUMNS = [
    ("session_id", "s"), ("order_id", "t"), ("exchange_order_id", "t"), ("symbol", "s"), ("side", "t"),
    ("order_type", "t"), ("quantity", "r"), ("requested_price", "r"), ("filled_quantity", "r"),
    ("average_fill_price", "r"), ("status", "t"), ("error_message", "t"), ("slippage", "r"),
    ("commission", "r"), ("created_at", "m"), ("updated_at", "m"), ("filled_at", "m"),
    ("client_order_id", "t"), ("signal_id", "t"), ("correlation_id", "t"), ("account_id", "s"),
    ("mode", "s"), ("time_in_force", "s"), ("reduce_only", "b"), ("arrival_price", "r"),
    ("slippage_bps", "r"), ("fee_asset", "s"), ("reason_code", "s"), ("expires_at", "m"),
    ("handed_off_at", "m"), ("recorded_at", "m"),
]  # fmt: skip
NAMES = [name for name, _ in COLUMNS]
KEY = ["created_at", "order_id"]
MIDNIGHT = 1_772_409_600_000_000  # 2026-03-02, µs since 1970
EPOCH = datetime(1970, 1, 1)

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
SYMBOLS = [
    ("BTC-USD", 67_000.0, 0.5), ("ETH-USD", 3_400.0, 0.05), ("SOL-USD", 140.0, 0.01),
    ("XRP-USD", 0.52, 0.0001), ("AVAX-USD", 35.0, 0.01), ("LINK-USD", 17.0, 0.001),
    ("DOGE-USD", 0.14, 0.00001), ("ADA-USD", 0.45, 0.0001),
]  # fmt: skip
STRATEGIES = ["momentum-5m", "mean-reversion-1m", "breakout-15m", "pairs-btc-eth"]
REFUSALS = [
    ("INSUFFICIENT_MARGIN", "insufficient margin: 1250.40 USD needed, 812.07 USD free"),
    ("PRICE_OUT_OF_BAND", "limit price is more than 5 % away from the mark price"),
    ("EXPIRED", "not filled within 30 s"),
]


def identifier(generator, prefix):
    """A prefix and 128 bits in 26 digits, as our identifiers are."""
    bits = generator.getrandbits(128)
    digits = []
    for _ in range(26):
        digits.append(DIGITS[bits & 31])
        bits >>= 5
    return prefix + "".join(reversed(digits))


def make(count, seed=5):
    """Yields the rows: two in three filled, the rest working, cancelled or failed."""
    generator = random.Random(seed)
    step = min(250_000, 20 * 3_600_000_000 // max(count, 1))
    at = MIDNIGHT + 5_000_000
    for number in range(count):
        at += generator.randrange(step // 2 + 1, step + step // 2)
        symbol, price, tick = generator.choice(SYMBOLS)
        arrival = round(round(price * generator.uniform(0.98, 1.02) / tick) * tick, 6)
        buys = generator.random() < 0.5
        limit = round(arrival + generator.randrange(-5, 6) * tick, 6) if generator.random() < 0.4 else None
        quantity = generator.randrange(1, 400) / 100
        fate = generator.random()
        code = message = filled_at = average = None
        filled = 0.0
        if fate < 0.67:
            status, filled = "FILLED", quantity
        elif fate < 0.77:
            status, filled = "PARTIALLY_FILLED", round(quantity / 2, 4)
        elif fate < 0.90:
            status = "SUBMITTED"
        else:
            status = "FAILED" if fate < 0.94 else "CANCELLED"
            code, message = generator.choice(REFUSALS)
        handed = at + generator.randrange(40, 400)
        updated = handed + generator.randrange(5_000, 90_000)
        slippage = basis = None
        if filled:
            filled_at = updated
            average = round(arrival + generator.randrange(-3, 9) * tick * (1 if buys else -1), 6)
            slippage = round((average - arrival) * (1 if buys else -1), 6)
            basis = slippage / arrival * 10_000
        client = identifier(generator, "sx-")
        session = 1 + number * 3 // count
        yield (
            f"desk1-main-{session}", "ord-" + client[3:],
            None if status == "FAILED" else str(4_000_000_000_000_000_000 + generator.getrandbits(60)),
            symbol, "BUY" if buys else "SELL", "MARKET" if limit is None else "LIMIT", quantity, limit,
            filled, average, status, message, slippage,
            round(filled * average * 0.0005, 8) if filled else 0.0,
            at, updated, filled_at, client,
            f"{generator.choice(STRATEGIES)}:{symbol}:{at // 60_000_000}:{number}",
            identifier(generator, "cor-"), "main", "paper", "GTC" if limit is not None else "IOC",
            generator.random() < 0.3, arrival, basis, "USD" if filled else None, code,
            at + 30_000_000 if limit is not None else None, handed,
            updated + generator.randrange(50, 900),
        )  # fmt: skip


def text(value):
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    return repr(value) if isinstance(value, float) else str(value)


def moment(microseconds):
    """A time as Python's database clients take it."""
    return EPOCH + timedelta(microseconds=int(microseconds))


def boolean(text):
    return text == "t"


READERS = {"s": str, "t": str, "r": float, "b": boolean, "m": moment}


def load(path, moments=moment):
    """The rows as tuples of Python's own values; `moments` makes a time of its microseconds."""
    readers = [moments if kind == "m" else READERS[kind] for _, kind in COLUMNS]
    rows = []
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            rows.append(
                tuple(None if field == "\\N" else read(field) for read, field in zip(readers, fields, strict=True))
            )
    return rows


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as file:
        for row in make(int(sys.argv[1]), *map(int, sys.argv[3:4])):
            file.write("\t".join(map(text, row)) + "\n")
