import Primitives
import Testing

@Suite("Bounded queue, ordered table and heap")
struct CollectionsTests {
  @Test("a full ring buffer drops its oldest element and says which")
  func ringDrops() {
    var ring = RingBuffer<Int>(capacity: 3)
    #expect(ring.isEmpty && ring.first == nil && ring.last == nil && ring.popFirst() == nil)
    #expect([1, 2, 3].map { ring.append($0) } == [nil, nil, nil])
    #expect(ring.isFull && ring.append(4) == 1)
    #expect(Array(ring) == [2, 3, 4] && ring[0] == 2 && ring[2] == 4)
    #expect(ring.first == 2 && ring.last == 4)
    ring[1] = 30
    #expect(ring.popFirst() == 2 && Array(ring) == [30, 4])
    ring.removeAll()
    #expect(ring.isEmpty && ring.append(9) == nil && Array(ring) == [9])
  }

  @Test("a ring buffer behaves as an array that forgets", arguments: [1, 2, 5, 16, 100])
  func ringModel(capacity: Int) {
    var generator = SeededGenerator(seed: UInt64(capacity))
    var ring = RingBuffer<UInt64>(capacity: capacity)
    var model: [UInt64] = []
    for _ in 0..<3_000 {
      if generator.below(3) == 0 {
        #expect(ring.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
      } else {
        let number = generator.next()
        model.append(number)
        #expect(ring.append(number) == (model.count > capacity ? model.removeFirst() : nil))
      }
      #expect(ring.count == model.count && ring.elementsEqual(model))
    }
  }

  @Test("an ordered table keeps the order of insertion")
  func tableOrder() {
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
  func tableModel() {
    var generator = SeededGenerator(seed: 77)
    var table = OrderedTable<UInt64, UInt64>()
    var model: [(key: UInt64, value: UInt64)] = []
    for _ in 0..<5_000 {
      let (key, value) = (generator.below(40), generator.next())
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
  func tableCopy() {
    var table: OrderedTable = [1: "a", 2: "b"]
    let copy = table
    table[1] = nil
    #expect(Array(copy.values) == ["a", "b"] && Array(table.values) == ["b"])
  }

  @Test("a heap gives the least element first")
  func heap() {
    var generator = SeededGenerator(seed: 4)
    for count in 0..<40 {
      let numbers = (0..<count).map { _ in generator.below(50) }
      var heap = MinHeap<UInt64>()
      for number in numbers { heap.insert(number) }
      var built = MinHeap(numbers)
      #expect(heap.count == count && heap.first == numbers.min())
      var sorted: [UInt64] = []
      while let least = heap.popFirst() {
        sorted.append(least)
        #expect(built.popFirst() == least)
      }
      #expect(sorted == numbers.sorted() && heap.isEmpty && built.isEmpty)
    }
    var heap = MinHeap([5, 1, 4, 2, 3])
    heap.removeAll { $0 % 2 == 0 }
    #expect([heap.popFirst(), heap.popFirst(), heap.popFirst(), heap.popFirst()] == [1, 3, 5, nil])
    heap.insert(1)
    heap.removeAll()
    #expect(heap.isEmpty && heap.popFirst() == nil)
  }
}
