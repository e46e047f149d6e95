import Primitives
import Testing

@testable import Trading

/// Random fills, checked against a position of their own.
@Suite("Round trips lose nothing")
struct RoundTripPropertyTests {
  private struct Run {
    var generator: SeededGenerator
    let instrument: Instrument
    var position = Position(instrument: 0)
    var flat: FlatToFlatTrips
    var lots: LotTrips
    var flatDone: [RoundTrip] = []
    var lotsDone: [RoundTrip] = []

    init(seed: UInt64, kind: ContractKind, capacity: Int) throws {
      generator = SeededGenerator(seed: seed)
      let size = decimal(["1", "0.001", "10", "0.3"][Int(generator.below(4))])
      instrument = try Listings.instrument(kind, contractSize: size)
      flat = FlatToFlatTrips(index: 0, instrument: instrument)
      lots = LotTrips(index: 0, instrument: instrument, capacity: capacity)
    }

    /// An amount with `decimals` decimals, up to `most`.
    mutating func amount(_ most: Int, decimals: Int) -> Fixed {
      var step: Int128 = 1
      for _ in 0..<(12 - decimals) { step *= 10 }
      let count = Int128(most) * (Fixed.unit / step)
      return Fixed(mantissa: Int128(generator.below(UInt64(count))) * step + step)
    }

    mutating func fill(_ number: Int, closing: Bool = false) {
      let (price, fee) = (amount(60_000, decimals: 1), amount(3, decimals: 6) - 1)
      var side: Side = generator.below(2) == 0 ? .buy : .sell
      var quantity = amount(5, decimals: 3)
      var feeInBase = generator.below(4) == 0
      if closing, let open = position.side {
        (side, quantity, feeInBase) = (open.closingSide, position.quantity.magnitude, false)
      }
      let small = feeInBase ? fee.multiplied(by: decimal("0.0001"), rounding: .halfEven) : fee
      let at = Timestamp(nanoseconds: Int64(number) * Nanos.perSecond)
      _ = position.apply(
        side: side, quantity: quantity, price: price, fee: small, feeInBase: feeInBase,
        instrument: instrument, at: at)
      flat.apply(
        side: side, quantity: quantity, price: price, fee: small, feeInBase: feeInBase, at: at,
        into: &flatDone)
      lots.apply(
        side: side, quantity: quantity, price: price, fee: small, feeInBase: feeInBase, at: at,
        into: &lotsDone)
      let tick = amount(60_000, decimals: 1)
      flat.mark(tick)
      lots.mark(tick)
    }
  }

  @Test(
    "after every fill both ways add up to the position's realised profit, to the last digit",
    arguments: ContractKind.allCases, [2, 1_024])
  func addUp(kind: ContractKind, capacity: Int) throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      var run = try Run(seed: seed, kind: kind, capacity: capacity)
      for number in 0..<60 {
        run.fill(number, closing: number % 13 == 12)
        #expect(run.flat.position == run.position && run.lots.position == run.position)
        let closed = run.flatDone.reduce(Fixed.zero) { $0 + $1.net }
        #expect(closed + run.flat.openRealised - run.flat.looseFees == run.position.realised, "seed \(seed)")
        let paired = run.lotsDone.reduce(Fixed.zero) { $0 + $1.net }
        let costs = (run.lots.openCost - run.position.cost).times(kind == .inverse ? -1 : 1)
        #expect(
          paired - run.lots.openFees - run.lots.looseFees - costs == run.position.realised, "seed \(seed)")
        if run.position.isFlat {
          #expect(closed == paired && run.lots.lotCount == 0 && run.lots.openFees == 0, "seed \(seed)")
        }
      }
      #expect(run.lots.lotCount <= capacity && (capacity > 2) == (run.lots.mergedLots == 0))
    }
  }

  @Test("a trip's excursions hold its own result, and its contracts are those of its fills")
  func consistent() throws {
    for kind in ContractKind.allCases {
      var run = try Run(seed: 99, kind: kind, capacity: 8)
      for number in 0..<400 { run.fill(number, closing: number % 10 == 9) }
      #expect(run.flatDone.count > 20 && run.lotsDone.count > run.flatDone.count)
      for trip in run.flatDone + run.lotsDone {
        #expect(!trip.worst.isPositive && !trip.best.isNegative && trip.quantity.isPositive)
        #expect(trip.gross.magnitude == (trip.exitValue - trip.entryValue).magnitude)
        #expect(!trip.entryValue.isNegative && !trip.exitValue.isNegative)
        #expect(trip.openedAt < trip.closedAt)
      }
      for trip in run.lotsDone {
        // A lot is left at a price it has seen. The units of a part may be rounded apart, 10⁻¹² · price.
        #expect(trip.gross >= trip.worst - decimal("0.0000002"))
        #expect(trip.gross <= trip.best + decimal("0.0000002"))
      }
    }
  }

  @Test("ten thousand entries without an exit keep no more than the capacity")
  func bounded() throws {
    var run = try Run(seed: 5, kind: .linear, capacity: 16)
    for number in 0..<10_000 {
      run.lots.apply(
        side: .buy, quantity: 1, price: Fixed(100 + number % 7), fee: 1,
        at: Timestamp(nanoseconds: Int64(number)), into: &run.lotsDone)
    }
    #expect(run.lots.lotCount == 16 && run.lots.mergedLots == 9_984 && run.lots.openFees == 10_000)
    #expect(run.lots.openCost == run.lots.position.cost)
  }
}
