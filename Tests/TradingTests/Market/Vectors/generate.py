"""Writes activity_bars.tsv, the vectors of ActivityBarTests, with exact fractions instead of our arithmetic.

Usage: python3 generate.py > activity_bars.tsv

Tab-separated lines of three kinds: `tick`, nanoseconds, bid, ask, size; `rule`, its number, what it counts,
how much of it, contract size, kind of contract; `bar`, its rule's number, open time, close time, open, high,
low, close, volume. Numbers are plain decimal text. The seed is fixed, so the file only changes when this
script does.
"""

import random
from fractions import Fraction as F

SEED = 20240808
UNIT = 10**12
RULES = [
    ("ticks", "1", "1", "linear"),
    ("ticks", "7", "1", "linear"),
    ("volume", "10", "1", "linear"),
    ("volume", "0.000000000001", "1", "linear"),
    ("notional", "2500", "1", "linear"),
    ("notional", "1000", "0.7", "spot"),
    ("notional", "0.1", "0.00003", "linear"),
    ("notional", "100", "3", "inverse"),
]


def text(value):
    """A fraction of at most twelve decimals as plain text."""
    mantissa = value * UNIT
    assert mantissa.denominator == 1
    whole, part = divmod(mantissa.numerator, UNIT)
    return f"{whole}.{part:012d}".rstrip("0").rstrip(".")


def ticks():
    """Nanoseconds, bid, ask, size: mostly trades, some of them at one time, some with all twelve decimals,
    one far larger than any rule; every ninth or so a quote."""
    generator = random.Random(SEED)
    time, price, rows = 1_723_161_240_000_000_000, F(250), []
    for row in range(400):
        time += generator.choice([0, 0, 1, 1_000_000, 70_000_000_000])
        price = max(price + F(generator.randint(-50, 50), 4), F(1))
        exact = price + F(generator.randint(0, UNIT), UNIT) if row % 3 == 0 else price
        size = F(generator.randint(1, 40), 10)
        if row % 5 == 0:
            size += F(generator.randint(0, UNIT), UNIT)
        if row == 200:
            size = F(1_000_000)
        spread = F(generator.randint(1, 7), UNIT) if generator.randint(0, 8) == 0 else F(0)
        rows.append((time, exact, exact + spread, size))
    return rows


def bars(rows, counted, least, contract_size, kind):
    """Each bar as the ticks it is made of; the last one, still running, is left out."""
    found, current, reached = [], [], F(0)
    for row in rows:
        current.append(row)
        _, bid, ask, size = row
        if counted == "ticks":
            reached += 1
        elif bid == ask:
            price = 1 if counted == "volume" or kind == "inverse" else bid
            reached += price * size * (1 if counted == "volume" else contract_size)
        if reached >= least:
            found.append(current)
            current, reached = [], F(0)
    return found


def mid(row):
    """The mean of bid and ask, rounded down to twelve decimals."""
    return F((row[1] + row[2]) * UNIT // 2, UNIT)


def main():
    rows = ticks()
    for time, bid, ask, size in rows:
        print("\t".join(["tick", str(time), text(bid), text(ask), text(size)]))
    for number, rule in enumerate(RULES):
        print("\t".join(["rule", str(number), *rule]))
        counted, least, contract_size, kind = rule
        for bar in bars(rows, counted, F(least), F(contract_size), kind):
            prices = [mid(row) for row in bar]
            volume = sum(row[3] for row in bar if row[1] == row[2])
            values = [prices[0], max(prices), min(prices), prices[-1], F(volume)]
            times = [str(bar[0][0]), str(bar[-1][0])]
            print("\t".join(["bar", str(number), *times, *(text(value) for value in values)]))


if __name__ == "__main__":
    main()
