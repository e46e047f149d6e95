import Primitives
import Testing

/// A key whose hash its test chooses: where all fall together nothing but the probing helps.
private struct ChosenKey: TableKey {
  let number: UInt64
  let tableHash: UInt64
}

/// A key that counts how often it is hashed.
private struct CountedKey: TableKey {
  final class Count { var hashes = 0 }

  let number: UInt64
  let count: Count
  var tableHash: UInt64 {
    count.hashes += 1
    return number &* 0x9e37_79b9_7f4a_7c15
  }
  static func == (left: Self, right: Self) -> Bool { left.number == right.number }
  func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension ChosenKey: ExpressibleByIntegerLiteral {
  /// Its hash is the number: neighbours crowd, so that the probing has work.
  init(integerLiteral number: UInt64) { self.init(number: number, tableHash: number) }
}

@Suite("Ordered table")
struct OrderedTableTests {
  @Test("an ordered table keeps the order of insertion")
  func order() {
    var table: OrderedTable = ["b": 1, "a": 2, "c": 3]
    table["b"] = 10
    #expect(Array(table.keys) == ["b", "a", "c"] && Array(table.values) == [10, 2, 3])
    table["a"] = nil
    table["a"] = 4
    #expect(Array(table.keys) == ["b", "c", "a"])
    #expect(table.first?.key == "b" && table.contains("c") && table["x"] == nil)
    #expect(
      table.modify("c") { value in
        value += 1; return value
      } == 4)
    #expect(table.modify("x") { $0 += 1 } == nil)
    #expect(table.removeFirst { _, value in value == 4 }?.key == "c")
    #expect(table.removeFirst { _, value in value == 99 } == nil)
    #expect(table.removeFirst()?.key == "b" && table.removeFirst()?.key == "a")
    #expect(table.removeFirst() == nil && table.isEmpty)
    #expect(["a": 1, "b": 2] as OrderedTable != ["b": 2, "a": 1])
  }

  @Test("an ordered table behaves as an array of pairs")
  func model() {
    var generator = SeededGenerator(seed: 77)
    var table = OrderedTable<ChosenKey, UInt64>()
    var model: [(key: ChosenKey, value: UInt64)] = []
    for _ in 0..<5_000 {
      let (key, value) = (ChosenKey(integerLiteral: generator.below(40)), generator.next())
      let index = model.firstIndex { $0.key == key }
      switch generator.below(4) {
      case 0:
        #expect(table.removeValue(forKey: key) == index.map { model.remove(at: $0).value })
      case 1 where !model.isEmpty:
        #expect(table.removeFirst()?.key == model.removeFirst().key)
      default:
        #expect(table.updateValue(value, forKey: key) == index.map { model[$0].value })
        if let index { model[index].value = value } else { model.append((key, value)) }
      }
      #expect(table.count == model.count && table.elementsEqual(model) { $0 == $1 })
    }
    table.removeAll()
    #expect(table.isEmpty && Array(table.keys).isEmpty)
  }

  @Test("a copy of a table does not see later changes")
  func copy() {
    var table: OrderedTable<ChosenKey, String> = [1: "a", 2: "b"]
    let copy = table
    table[1] = nil
    #expect(Array(copy.values) == ["a", "b"] && Array(table.values) == ["b"])
  }

  /// How the keys' hashes lie: spread, all in one place, all at the end so that searches wrap, in a few
  /// crowds, and alike in the lower half only.
  private static let spreads: [@Sendable (UInt64) -> UInt64] = [
    { $0 &* 0x9e37_79b9_7f4a_7c15 }, { _ in 7 }, { .max - $0 % 3 }, { $0 % 4 &* 5 }, { $0 << 32 },
  ]

  @Test("whatever the hashes, it does what an array of pairs does, and so do its copies", arguments: 0..<5)
  func manyOperations(spread: Int) {
    var generator = SeededGenerator(seed: UInt64(spread) + 9)
    var table = OrderedTable<ChosenKey, UInt64>()
    var model: [(key: ChosenKey, value: UInt64)] = []
    var copies: [(table: OrderedTable<ChosenKey, UInt64>, model: [(key: ChosenKey, value: UInt64)])] = []
    for step in 0..<6_000 {
      // It grows to some two hundred entries, shrinks to none and grows again.
      let isGrowing = step / 1_000 % 2 == 0
      let number = generator.below(300)
      let key = ChosenKey(number: number, tableHash: Self.spreads[spread](number))
      let place = model.firstIndex { $0.key == key }
      switch generator.below(isGrowing ? 12 : 6) {
      case 0: #expect(table.removeValue(forKey: key) == place.map { model.remove(at: $0).value })
      case 1:
        let removed = table.removeFirst()
        #expect(removed?.key == (model.isEmpty ? nil : model.removeFirst().key))
      case 2:
        let isEven = !model.isEmpty && model[0].value % 2 == 0
        #expect(table.removeOldest { $0.number == model[0].key.number && $1 % 2 == 0 } == isEven)
        if isEven { model.removeFirst() }
      case 3:
        let place = model.firstIndex { $0.value % 5 == 0 }
        let removed = table.removeFirst { $1 % 5 == 0 }
        #expect(removed?.key == place.map { model.remove(at: $0).key })
      case 4:
        #expect(
          table.modify(key) {
            $0 &+= 1; return $0
          } == place.map { model[$0].value &+ 1 })
        if let place { model[place].value &+= 1 }
      case 5: table[key] = nil; if let place { model.remove(at: place) }
      default:
        let value = generator.next() >> 1
        #expect(table.updateValue(value, forKey: key) == place.map { model[$0].value })
        if let place { model[place].value = value } else { model.append((key, value)) }
      }
      #expect(table.count == model.count && table.isEmpty == model.isEmpty)
      #expect(table[key] == model.first { $0.key == key }?.value && table.first?.key == model.first?.key)
      if step % 100 == 0 {
        #expect(table.elementsEqual(model) { $0 == $1 })
        copies.append((table, model))
      }
    }
    for copy in copies { #expect(copy.table.elementsEqual(copy.model) { $0 == $1 }) }
    #expect(copies.contains { $0.table.count > 120 } && copies.contains { $0.table.count < 5 })
  }

  @Test("a key is hashed once a call, and neither to grow nor to evict")
  func hashesOnce() {
    let count = CountedKey.Count()
    var table = OrderedTable<CountedKey, UInt64>()
    for number in 0..<1_000 as Range<UInt64> { table[CountedKey(number: number, count: count)] = number }
    #expect(count.hashes == 1_000)
    for number in 0..<500 as Range<UInt64> { #expect(table.removeFirst()?.value == number) }
    #expect(table.removeOldest { _, value in value == 500 } && table.removeFirst { $1 == 700 } != nil)
    #expect(count.hashes == 1_000)
    #expect(table[CountedKey(number: 999, count: count)] == 999 && count.hashes == 1_001)
  }

  @Test("a value is changed where it lies: nothing else holds it meanwhile, and an error leaves it")
  func modifiesInPlace() {
    struct Refused: Error {}
    final class Content { var number = 0 }
    var table: OrderedTable<ChosenKey, Content> = [1: Content(), 2: Content()]
    #expect(table.modify(2) { isKnownUniquelyReferenced(&$0) } == true)
    var numbers: OrderedTable<ChosenKey, Int> = [1: 10]
    #expect(throws: Refused.self) {
      try numbers.modify(1) { (value: inout Int) throws(Refused) in
        value = 11
        throw Refused()
      }
    }
    #expect(numbers[1] == 11 && numbers.count == 1)
  }
}
