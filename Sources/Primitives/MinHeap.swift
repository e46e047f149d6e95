/// A priority queue: the least element first, as timers and simulated events need.
///
/// Inserting and removing the least take logarithmic time. Elements that compare equal leave in no
/// promised order, so an element whose order matters carries a sequence number in its comparison.
/// The heap sets no cap; its owner does.
@frozen
public struct MinHeap<Element: Comparable> {
  @usableFromInline
  var elements: [Element] = []

  /// An empty heap.
  @inlinable
  public init() {}

  /// A heap of these elements, in linear time.
  @inlinable
  public init(_ elements: some Sequence<Element>) {
    self.elements = Array(elements)
    for index in stride(from: self.elements.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  /// The number of elements.
  @inlinable public var count: Int { elements.count }
  /// Whether there are no elements.
  @inlinable public var isEmpty: Bool { elements.isEmpty }
  /// The least element.
  @inlinable public var first: Element? { elements.first }

  /// Adds an element.
  @inlinable
  public mutating func insert(_ element: Element) {
    elements.append(element)
    var index = elements.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard elements[index] < elements[parent] else { return }
      elements.swapAt(index, parent)
      index = parent
    }
  }

  /// Removes and returns the least element.
  @inlinable
  public mutating func popFirst() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let least = elements.first else { return last }
    elements[0] = last
    sink(0)
    return least
  }

  /// Removes every element that satisfies a condition, in linear time.
  @inlinable
  public mutating func removeAll(where condition: (Element) -> Bool) {
    self = MinHeap(elements.filter { !condition($0) })
  }

  /// Removes every element.
  @inlinable
  public mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
  }

  /// Moves the element at `start` down until neither child is less.
  @inlinable
  mutating func sink(_ start: Int) {
    var index = start
    while true {
      var child = 2 * index + 1
      guard child < elements.count else { return }
      if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < elements[index] else { return }
      elements.swapAt(index, child)
      index = child
    }
  }
}

extension MinHeap: Sendable where Element: Sendable {}
