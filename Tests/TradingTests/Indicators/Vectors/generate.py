"""Writes indicators.tsv, the vectors of IndicatorVectorTests, with exact fractions instead of our arithmetic.

Usage: python3 generate.py > indicators.tsv

A header, then one bar a line, tab-separated: session, high, low, close, volume, and what each indicator is
after that bar; '-' where it is not defined yet. Every number is the shortest text that reads back as the
same double. Values are the formulas below in exact rational numbers, rounded once at the end; only
ema10_fused rounds at each step, as IEEE 754's fused multiply-add does. The seed is fixed, so the file only
changes when this script does.
"""

import random
from decimal import Decimal, localcontext
from fractions import Fraction as F

SEED = 20240808
FLAT = range(120, 170)  # nothing moves and nothing trades
HIGH, LOW = 230, 280  # the price triples, then falls to cents


def bars():
    """Session, high, low, close, volume: a walk with a flat stretch and two changes of scale."""
    generator = random.Random(SEED)
    close, rows = 61_234.5, []
    for row in range(400):
        if row == HIGH:
            close = 187_654.25
        if row == LOW:
            close = 0.0123
        unit = 0.0001 if row >= LOW else 0.25
        if row in FLAT:
            rows.append((row // 90, close, close, close, 0.0))
            continue
        close = round(max(close + generator.randint(-40, 40) * unit, unit), 4)
        high = round(close + generator.randint(0, 30) * unit, 4)
        low = round(max(close - generator.randint(0, 30) * unit, unit / 2), 5)
        volume = generator.choice([0, 1, 1, 1]) * generator.randint(1, 90_000) / 1_000
        rows.append((row // 90, high, low, close, volume))
    return rows


def root(value):
    """The square root of a fraction to sixty digits."""
    with localcontext() as context:
        context.prec = 60
        return F((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def windows(values, count):
    """For each place the last `count` values, None while there are fewer."""
    return [values[i + 1 - count : i + 1] if i + 1 >= count else None for i in range(len(values))]


def over(values, count, formula):
    return [formula(window) if window else None for window in windows(values, count)]


def mean(values):
    return sum(values) / len(values)


def deviation(values):
    middle = mean(values)
    return root(sum((value - middle) ** 2 for value in values) / len(values))


def weighted(values):
    return sum(k * value for k, value in enumerate(values, 1)) / sum(range(1, len(values) + 1))


def exponential(values, count, start=0):
    """The plain mean of the first `count` values from `start` on, then the recursion."""
    weight, result = F(2, count + 1), [None] * len(values)
    for i in range(start + count - 1, len(values)):
        first = i == start + count - 1
        result[i] = (
            mean(values[start : i + 1]) if first else weight * values[i] + (1 - weight) * result[i - 1]
        )
    return result


def fused(values, count):
    """The same recursion in doubles: the product with the weight and the sum are rounded together."""
    weight, result = 2 / (count + 1), [None] * len(values)
    for i, value in enumerate(values):
        if i == count - 1:
            total = 0.0
            for one in values[:count]:
                total += one
            result[i] = total / count
        elif i >= count:
            kept = (1 - weight) * result[i - 1]
            result[i] = float(F(weight) * F(value) + F(kept))
    return result


def wilder(values, count):
    """The mean of the first `count` values, then v = ((n - 1) v + x) / n."""
    result = [None] * len(values)
    for i in range(count - 1, len(values)):
        first = i == count - 1
        result[i] = mean(values[:count]) if first else (result[i - 1] * (count - 1) + values[i]) / count
    return result


def strength(closes, count):
    changes = [b - a for a, b in zip(closes, closes[1:])]
    rises = wilder([max(change, 0) for change in changes], count)
    falls = wilder([max(-change, 0) for change in changes], count)
    values = [
        None if rise is None else (100 * rise / (rise + fall) if rise + fall else F(0))
        for rise, fall in zip(rises, falls)
    ]
    return [None] + values


def true_range(highs, lows, closes, count):
    ranges = [
        max(high, before) - min(low, before) for high, low, before in zip(highs[1:], lows[1:], closes)
    ]
    return [None] + wilder(ranges, count)


def convergence(closes, fast, slow, signal):
    """Line, signal, histogram; both averages of closes begin at the slow one's first value."""
    quick, calm = exponential(closes, fast, slow - fast), exponential(closes, slow)
    line = [None if a is None or b is None else a - b for a, b in zip(quick, calm)]
    averaged = exponential(line, signal, slow - 1)
    return [(None,) * 3 if s is None else (value, s, value - s) for value, s in zip(line, averaged)]


def session_price(rows):
    """Sum of typical price times volume over sum of volume, from the session's first bar on."""
    result = []
    for i, row in enumerate(rows):
        own = [other for other in rows[: i + 1] if other[0] == row[0]]
        volume = sum(other[4] for other in own)
        turnover = sum(sum(other[1:4]) / 3 * other[4] for other in own)
        result.append(turnover / volume if volume else None)
    return result


def text(value):
    return "-" if value is None else repr(float(value))


def main():
    rows = bars()
    exact = [(row[0], *map(F, row[1:])) for row in rows]
    _, highs, lows, closes, _ = map(list, zip(*exact))
    macd = convergence(closes, 12, 26, 9)
    bands = over(closes, 20, lambda window: (mean(window), 2 * deviation(window)))
    columns = {
        "ema10_fused": fused([row[3] for row in rows], 10),
        "ema10": exponential(closes, 10),
        "sma7": over(closes, 7, mean),
        "wma9": over(closes, 9, weighted),
        "deviation12": over(closes, 12, deviation),
        "bands20x2_upper": [band and band[0] + band[1] for band in bands],
        "bands20x2_middle": [band and band[0] for band in bands],
        "bands20x2_lower": [band and band[0] - band[1] for band in bands],
        "rsi14": strength(closes, 14),
        "atr14": true_range(highs, lows, closes, 14),
        "macd_line": [lines[0] for lines in macd],
        "macd_signal": [lines[1] for lines in macd],
        "macd_histogram": [lines[2] for lines in macd],
        "donchian15_upper": over(highs, 15, max),
        "donchian15_lower": over(lows, 15, min),
        "vwap": session_price(exact),
    }
    print("\t".join(["session", "high", "low", "close", "volume", *columns]))
    for i, row in enumerate(rows):
        values = [text(column[i]) for column in columns.values()]
        print("\t".join([str(row[0]), *(repr(value) for value in row[1:]), *values]))


if __name__ == "__main__":
    main()
