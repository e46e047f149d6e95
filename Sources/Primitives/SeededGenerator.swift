/// SplitMix64 under the name of its algorithm.
public typealias SplitMix64 = SeededGenerator

/// A deterministic pseudo-random generator: the same seed gives the same numbers everywhere.
///
/// For simulation, resampling and jitter, never for secrets. It does not conform to
/// `RandomNumberGenerator`, whose standard-library users may change between releases.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
@frozen
public struct SeededGenerator: Hashable, Sendable {
  /// The whole state: a generator made from it continues where this one stands.
  public var state: UInt64

  /// A generator that starts from `seed`.
  @inlinable
  public init(seed: UInt64) {
    self.state = seed
  }

  /// A generator that continues from a state read earlier.
  @inlinable
  public init(state: UInt64) {
    self.state = state
  }

  /// The next 64 bits. The wrapping operators are the algorithm's arithmetic modulo 2⁶⁴.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`, which must be above zero; every number equally likely.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval" (2019).
  @inlinable
  public mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "a bound must be above zero")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      // 2⁶⁴ mod bound: products whose low half is smaller would make some numbers likelier.
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// A number in [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  public mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number of mean 0 and variance 1, about normally distributed and always within ±6.
  ///
  /// The sum of twelve uniform numbers less six (Irwin and Hall): only additions, so that every
  /// machine gives the same bits, which a mathematics library does not promise.
  @inlinable
  public mutating func gaussian() -> Double {
    var sum = 0.0
    for _ in 0..<12 { sum += unit() }
    return sum - 6
  }

  /// A generator of its own stream, for a part whose draws must not move the others'.
  @inlinable
  public mutating func split() -> SeededGenerator {
    SeededGenerator(seed: next())
  }
}
