import Primitives
import Testing

@Suite("Bounded queue and heap")
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
