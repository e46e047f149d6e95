internal import Primitives

/// The price of one synthetic instrument as it goes on, in whole numbers only.
///
/// Each quote moves the mid by a drift and a nearly normal step, both proportional to the price and
/// set by the regime, and in calm times a pull back to where the regime began; a regime lasts 6
/// minutes in the mean (a Markov chain); once in about three hours the price jumps by 0.2 to 0.9 %. A
/// weak pull towards the start (half of a distance in four days) and a hard wall at a quarter and at
/// four times it keep the price from wandering off.
struct SyntheticPath: Sendable, Hashable {
  /// Fraction bits of the mid.
  private static let fractionBits: Int64 = 10
  /// A regime ends with one chance in this many quotes.
  private static let regimeQuotes: UInt64 = 720
  /// A jump comes with one chance in this many quotes.
  private static let jumpQuotes: UInt64 = 20_000

  let source: SyntheticInstrument
  /// When the next quote comes.
  private(set) var nextAt: Timestamp
  private(set) var regime = SyntheticRegime.calm
  /// Ticks with `fractionBits` binary places.
  private var mid: Int64
  private let startMid: Int64
  /// The mid at which the regime began.
  private var anchor: Int64
  private var generator: SeededGenerator

  init(_ source: SyntheticInstrument, seed: UInt64, start: Timestamp) {
    self.source = source
    startMid = source.startTicks << Self.fractionBits
    mid = startMid
    anchor = startMid
    // FNV-1a of the name: a stream that depends on seed and name only.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in source.symbol.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var mixer = SeededGenerator(seed: seed ^ hash)
    generator = mixer.split()
    nextAt = start
    nextAt = start.adding(nanoseconds: spacing(generator.next()))
  }

  /// The quote due at `nextAt`.
  mutating func quote() -> MarketTick {
    let draw = generator.next()
    let shape = generator.next()
    turnRegime(draw)
    move(draw, shape)
    let middle = mid >> Self.fractionBits
    // Rarely two ticks wide when calm, up to eight when the market is nervous.
    let slack = (shape >> 56) & 7
    let width = regime == .volatile ? 1 + Int64(slack) : slack == 0 ? 2 : 1
    let bidTicks = max(1, middle - (width - 1) / 2)
    let tick = MarketTick(
      instrument: source.instrument, at: nextAt, bid: price(bidTicks), ask: price(bidTicks + width),
      bidSize: size(shape), askSize: size(shape >> 24))
    nextAt = nextAt.adding(nanoseconds: spacing(draw))
    return tick
  }

  private mutating func turnRegime(_ draw: UInt64) {
    guard (draw & 0xffff_ffff) % Self.regimeQuotes == 0 else { return }
    regime = regime.next((draw >> 40) & 7)
    anchor = mid
  }

  private mutating func move(_ draw: UInt64, _ shape: UInt64) {
    // The ones among 64 fair bits: mean 32, variance 16, and as good as normal.
    let step = Int64(generator.next().nonzeroBitCount) - 32
    let perBillion = regime.driftPerBillion + regime.deviationPerBillion * step / 4
    // At most 4 · 10⁸ ticks · 2¹⁰ · 1.2 · 10⁶ < 2⁶³.
    mid += mid * perBillion / 1_000_000_000 + (startMid - mid) / 1_000_000
    if let reversionQuotes = regime.reversionQuotes { mid += (anchor - mid) / reversionQuotes }
    if (draw >> 8) % Self.jumpQuotes == 0 {
      let perMille = 2 + Int64((shape >> 48) & 7)
      mid += (shape >> 55) & 1 == 0 ? mid * perMille / 1_000 : -mid * perMille / 1_000
    }
    mid = min(max(mid, startMid / 4), startMid * 4)
  }

  private func price(_ ticks: Int64) -> Fixed {
    Fixed(mantissa: Int128(ticks) * source.tickSize.mantissa)
  }

  /// The product of two uniform numbers: many small sizes, few large ones, up to four times the usual.
  private func size(_ bits: UInt64) -> Fixed {
    let first = Int64(bits & 0xfff) + 1
    let second = Int64((bits >> 12) & 0xfff) + 1
    let lots = max(1, (source.usualLots * first * second) >> 22)
    return Fixed(mantissa: Int128(lots) * source.lotStep.mantissa)
  }

  /// A quarter to three quarters of a second, in whole microseconds.
  private func spacing(_ draw: UInt64) -> Int64 {
    250_000_000 + Int64((draw >> 11) % 500_001) * 1_000
  }
}
