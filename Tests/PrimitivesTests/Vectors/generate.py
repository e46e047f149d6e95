"""Writes fixed.tsv, the vectors of FixedVectorTests, with exact fractions instead of our arithmetic.

Usage: python3 generate.py > fixed.tsv

One row a line, tab-separated: operation, rounding rule or '-', operands, expected result.
Numbers are plain decimal text; 'overflow' stands for a result that cannot be held. The seed is
fixed, so the file only changes when this script does.
"""

import random
from decimal import (
    ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal,
    localcontext,
)
from fractions import Fraction

SEED = 20240808
UNIT = 10**12
MOST, LEAST = 2**127 - 1, -(2**127)
RULES = {
    "down": ROUND_DOWN, "up": ROUND_UP, "halfEven": ROUND_HALF_EVEN,
    "halfUp": ROUND_HALF_UP, "floor": ROUND_FLOOR, "ceiling": ROUND_CEILING,
}
generator = random.Random(SEED)


def text(mantissa):
    """A mantissa as canonical plain text, by decimal and not by our printing."""
    with localcontext() as context:
        context.prec = 60
        plain = format(Decimal(mantissa).scaleb(-12), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def rounded(value, rule):
    """A fraction rounded to a whole number; decimal's own rounding decides, on an exact stand-in."""
    whole, part = divmod(value.numerator, value.denominator)
    # Same whole part, same side of one half: 0, .25, .5 or .75.
    twice = 2 * part - value.denominator
    quarter = 0 if part == 0 else 25 if twice < 0 else 50 if twice == 0 else 75
    with localcontext() as context:
        context.prec = 200
        stand_in = Decimal(whole) + Decimal(quarter) / 100
        return int(stand_in.quantize(Decimal(1), rounding=RULES[rule]))


def outcome(mantissa):
    return text(mantissa) if LEAST <= mantissa <= MOST else "overflow"


def mantissa():
    """A mantissa of any size: prices, quantities, dust, whole numbers, halves and the very large."""
    kind = generator.randrange(9)
    if kind == 0:
        value = generator.randrange(1, 10**7) * 10**10
    elif kind == 1:
        value = generator.randrange(1, 10**11) * 10**4
    elif kind == 2:
        value = generator.randrange(1, 1000)
    elif kind == 3:
        value = generator.randrange(1, 10**5) * UNIT
    elif kind == 4:
        value = generator.randrange(1, 2000) * UNIT // 2
    elif kind == 5:
        value = generator.randrange(2**63, 2**65)
    elif kind == 6:
        value = generator.getrandbits(generator.randrange(1, 127)) + 1
    elif kind == 7:
        value = generator.choice([1, UNIT, UNIT - 1, UNIT + 1, MOST, MOST - 1, 2**64, 2**64 - 1, 2**63])
    else:
        value = generator.randrange(1, 10**18)
    return -value if generator.random() < 0.4 else value


def near(value):
    """A number at most three away, of either sign."""
    value += generator.randrange(-3, 4)
    return -value if generator.random() < 0.4 else value


def row(*fields):
    print("\t".join(fields))


def main():
    for _ in range(200):
        a, b = mantissa(), mantissa()
        row("add", "-", text(a), text(b), outcome(a + b))
        row("subtract", "-", text(a), text(b), outcome(a - b))
    for index in range(600):
        rule = list(RULES)[index % 6]
        a, b = mantissa(), mantissa()
        row("multiply", rule, text(a), text(b), outcome(rounded(Fraction(a * b, UNIT), rule)))
        row("divide", rule, text(a), text(b), outcome(rounded(Fraction(a * UNIT, b), rule)))
    for index in range(300):
        rule = list(RULES)[index % 6]
        a, b, c = mantissa(), mantissa(), mantissa()
        row("mulDiv", rule, text(a), text(b), text(c), outcome(rounded(Fraction(a * b, c), rule)))
    for index in range(300):
        rule = list(RULES)[index % 6]
        a = mantissa()
        step = generator.choice([1, 5 * 10**11, 10**10, 10**9, 25 * 10**9, 10**4, UNIT, 3 * UNIT, 7, 2**70])
        row("step", rule, text(a), text(step), outcome(rounded(Fraction(a, step), rule) * step))
    for index in range(240):
        rule = list(RULES)[index % 6]
        a = mantissa()
        digits = generator.randrange(1, 12)
        with localcontext() as context:
            context.prec = digits
            context.rounding = RULES[rule]
            row("significant", rule, text(a), str(digits), outcome(int(+Decimal(a))))
        decimals = generator.randrange(-4, 13)
        step = 10 ** (12 - decimals)
        row("decimals", rule, text(a), str(decimals), outcome(rounded(Fraction(a, step), rule) * step))
    for _ in range(150):
        a = mantissa()
        row("double", "-", text(a), float(Fraction(a, UNIT)).hex())
        wild = generator.uniform(-1, 1) * 10 ** generator.randrange(-14, 30)
        value = generator.choice([generator.uniform(-1e6, 1e6), wild])
        row("approximate", "-", value.hex(), outcome(rounded(Fraction(value) * UNIT, "halfEven")))
    for index in range(150):
        rule = list(RULES)[index % 6]
        digits = "".join(generator.choice("0459") for _ in range(generator.randrange(13, 24)))
        sign = generator.choice(["", "-"])
        long = f"{sign}{generator.randrange(0, 10**6)}.{digits}"
        row("parse", rule, long, outcome(rounded(Fraction(long) * UNIT, rule)))
    # Where factors, products and quotients pass 63 and 64 bits.
    for index in range(240):
        rule = list(RULES)[index % 6]
        a = generator.getrandbits(generator.randrange(50, 63)) + 4
        b = near(2**64 * UNIT // a)
        row("multiply", rule, text(a), text(b), outcome(rounded(Fraction(a * b, UNIT), rule)))
        edge = near(generator.choice([2**63, 2**64]))
        row("multiply", rule, text(edge), text(a), outcome(rounded(Fraction(edge * a, UNIT), rule)))
        row("divide", rule, text(edge), text(a), outcome(rounded(Fraction(edge * UNIT, a), rule)))
        row("divide", rule, text(a), text(edge), outcome(rounded(Fraction(a * UNIT, edge), rule)))
        b = generator.getrandbits(generator.randrange(40, 63)) + 1
        c = near(a * b // 2**64 + 4)
        row("mulDiv", rule, text(a), text(b), text(c), outcome(rounded(Fraction(a * b, c), rule)))


main()
