import Primitives
import Testing

@Suite("The seeded generator")
struct SeededGeneratorTests {
  @Test("the numbers are SplitMix64's")
  func published() {
    // The first outputs for seed 1234567, as published with the reference implementation.
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("a generator made from a state continues where the other stood")
  func restored() {
    var generator = SeededGenerator(seed: 9)
    _ = generator.next()
    var copy = SeededGenerator(state: generator.state)
    #expect((0..<10).map { _ in generator.next() } == (0..<10).map { _ in copy.next() })
    var parent = SeededGenerator(seed: 9)
    var child = parent.split()
    #expect(child.next() != parent.next())
  }

  @Test("bounded numbers are below their bound and about equally frequent")
  func bounded() {
    var generator = SeededGenerator(seed: 1)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[Int(generator.below(6))] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    #expect((0..<100).allSatisfy { _ in generator.below(1) == 0 })
    let bound = UInt64(1) << 63 + 1
    #expect((0..<1_000).allSatisfy { _ in generator.below(bound) < bound })
  }

  @Test("uniform and normal numbers have their mean, spread and range")
  func moments() {
    var generator = SeededGenerator(seed: 2)
    let uniform = (0..<50_000).map { _ in generator.unit() }
    #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(uniform.reduce(0, +) / 50_000 - 0.5) < 0.01)
    let normal = (0..<50_000).map { _ in generator.gaussian() }
    #expect(abs(normal.reduce(0, +) / 50_000) < 0.02)
    #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / 50_000 - 1) < 0.03)
    #expect(normal.allSatisfy { abs($0) <= 6 })
  }
}
