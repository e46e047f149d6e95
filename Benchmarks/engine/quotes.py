"""A long tape of EURUSD quotes: `python quotes.py [--still] FILE [COUNT] [SEED]`, 2,700,000 of seed 42
unless told.

The same seed gives the same bytes everywhere: SplitMix64 and whole numbers only. Steps, spreads and pauses
follow the recorded session of ../shared/data/market/quotes/EURUSD_quotes.csv.gz; now and then the price
stands still for a while, where a fast and a slow average become equal up to rounding.

With `--still` only one quote in 1,024 moves the price, by a point, and the spread is one point: the top of
the book of a large stock, of which nearly every quote changes nothing but sizes.
"""

import sys

WORD = (1 << 64) - 1
BEGIN = 1_577_919_600_000_000_000  # 2020-01-01 23:00 UTC, ns
SIZE = 100_000
LOWEST, HIGHEST = 100_000, 130_000  # bid, in points of 0.00001
COUNT, SEED = 2_700_000, 42

# How often in 256: change of the bid and spread, both in points; shortest and longest pause in ms.
STEPS = [(0, 102), (-1, 65), (1, 65), (-2, 10), (2, 10), (-3, 2), (3, 2)]
SPREADS = [(1, 41), (2, 97), (3, 85), (4, 25), (5, 2), (6, 1), (7, 1), (8, 1), (9, 1), (10, 2)]
STILL_ODDS = 1_024
PAUSES = [((50, 52), 56), ((100, 103), 72), ((150, 900), 62), ((1_000, 3_000), 48), ((3_000, 12_000), 18)]
# One quote in 8,192 begins a stretch of 64 to 1,087 that are all alike.
STRETCH_ODDS, STRETCH_LEAST, STRETCH_SPAN = 8_192, 64, 1_024


def table(weights):
    """One entry for each of the 256 values of a byte."""
    entries = [value for value, weight in weights for _ in range(weight)]
    assert len(entries) == 256
    return entries


def words(seed):
    """SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & WORD
        word = state
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & WORD
        yield word ^ (word >> 31)


def still_lines(count, seed):
    """The rows of a tape whose price seldom moves, in time order."""
    pauses = table(PAUSES)
    at, bid = BEGIN, 110_274
    for word in (word for word, _ in zip(words(seed), range(count), strict=False)):
        shortest, longest = pauses[word & 255]
        at += (shortest + (word >> 8 & 0xFFFF) % (longest - shortest + 1)) * 1_000_000
        if (word >> 24) % STILL_ODDS == 0:
            bid = min(max(bid + (1 if word >> 63 else -1), LOWEST), HIGHEST)
        yield row(at, bid, bid + 1, SIZE * (1 + (word >> 40 & 7)), SIZE * (1 + (word >> 43 & 7)))


def row(at, bid, ask, bid_size, ask_size):
    """One quote; bid and ask in points."""
    return (f"{at},{bid // 100_000}.{bid % 100_000:05},{bid_size},"
            f"{ask // 100_000}.{ask % 100_000:05},{ask_size}\n")  # fmt: skip


def lines(count, seed):
    """The rows as text, in time order."""
    steps, spreads, pauses = table(STEPS), table(SPREADS), table(PAUSES)
    at, bid, spread, alike = BEGIN, 110_274, 2, 0
    for word in (word for word, _ in zip(words(seed), range(count), strict=False)):
        shortest, longest = pauses[word & 255]
        at += (shortest + (word >> 8 & 0xFFFF) % (longest - shortest + 1)) * 1_000_000
        if alike:
            alike -= 1
        else:
            bid = min(max(bid + steps[word >> 24 & 255], LOWEST), HIGHEST)
            spread = spreads[word >> 32 & 255]
            if (word >> 40) % STRETCH_ODDS == 0:
                alike = STRETCH_LEAST + (word >> 53) % STRETCH_SPAN
        yield row(at, bid, bid + spread, SIZE, SIZE)


def main():
    still = sys.argv[1:2] == ["--still"]
    arguments = sys.argv[2:] if still else sys.argv[1:]
    if not 1 <= len(arguments) <= 3:
        sys.exit("usage: quotes.py [--still] FILE [COUNT] [SEED]")
    count, seed = (*map(int, arguments[1:]), *(COUNT, SEED)[len(arguments) - 1 :])
    with open(arguments[0], "w", encoding="ascii", newline="\n") as file:
        file.write("ts_ns,bid,bid_size,ask,ask_size\n")
        file.writelines((still_lines if still else lines)(count, seed))


if __name__ == "__main__":
    main()
