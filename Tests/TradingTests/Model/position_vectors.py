"""Writes PositionVectors.swift: random fill sequences and what an exact-rational position makes of them.

Run: python3 position_vectors.py > PositionVectors.swift && swift format -i PositionVectors.swift
"""
import random
from fractions import Fraction as F


def text(value, digits):
    scaled = round(value * 10**digits)
    sign = "-" if scaled < 0 else ""
    whole, part = divmod(abs(scaled), 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


def book(kind, fills, size):
    quantity, cost, realised = F(0), F(0), F(0)
    for side, filled, price, fee in fills:
        sign = 1 if side == "BUY" else -1
        value = lambda q: q * size * price if kind != "inverse" else q * size / price
        closed = min(filled, abs(quantity)) if quantity * sign < 0 else F(0)
        if closed:
            released = cost * closed / abs(quantity)
            gross = -(released + value(sign * closed))
            realised += gross if kind != "inverse" else -gross
            cost -= released
            quantity += sign * closed
        opened = filled - closed
        quantity += sign * opened
        cost += value(sign * opened)
        realised -= fee
    return quantity, cost, realised


def main():
    random.seed(20240808)
    print("// Written by position_vectors.py: exact rational arithmetic, rounded to 15 digits.")
    print("enum PositionVectors {")
    print("  /// kind; contract size; fills as side, quantity, price, fee; then quantity, cost, realised.")
    print("  static let rows: [(String, String, [(String, String, String, String)], String, String, String)] =")
    print("    [")
    for number in range(21):
        kind = ("linear", "inverse", "spot")[number % 3]
        size = F({"linear": random.choice(["1", "0.0001"]), "inverse": "100", "spot": "1"}[kind])
        fills, held = [], F(0)
        for _ in range(random.randint(3, 14)):
            side = random.choice(["BUY", "SELL"])
            filled = F(random.randint(1, 9_000), 1 if kind == "inverse" else 1_000)
            if kind == "spot":
                if held == 0:
                    side = "BUY"
                filled = min(filled, held) if side == "SELL" else filled
                held += filled if side == "BUY" else -filled
            price = F(random.randint(200_000, 700_000), random.choice([7, 10, 100]))
            price = F(round(price * 100), 100)
            fee = F(random.randint(-50, 400), 100_000)
            fills.append((side, filled, price, fee))
        quantity, cost, realised = book(kind, fills, size)
        print(f'      (\n        "{kind}", "{text(size, 4)}",\n        [')
        for side, filled, price, fee in fills:
            print(f'          ("{side}", "{text(filled, 3)}", "{text(price, 2)}", "{text(fee, 5)}"),')
        print(f'        ], "{text(quantity, 3)}", "{text(cost, 15)}", "{text(realised, 15)}"\n      ),')
    print("    ]")
    print("}")


main()
