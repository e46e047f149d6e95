/// A bounded queue in insertion order; a full one drops its oldest element for the newest.
///
/// Appending, removing the first and indexing take constant time. The cap is fixed at creation and
/// the storage grows toward it, so an idle buffer stays small.
@frozen
public struct RingBuffer<Element> {
  @usableFromInline
  var storage: [Element?] = []
  /// Where the oldest element lies in `storage`.
  @usableFromInline
  var head = 0
  @usableFromInline
  var held = 0
  /// The number of elements.
  @inlinable public var count: Int { held }
  /// The greatest number of elements.
  public let capacity: Int

  /// An empty buffer for at most `capacity` elements, at least one.
  @inlinable
  public init(capacity: Int) {
    precondition(capacity > 0, "a ring buffer holds at least one element")
    self.capacity = capacity
  }

  /// Whether there are no elements.
  @inlinable public var isEmpty: Bool { count == 0 }
  /// Whether the next append drops the oldest element.
  @inlinable public var isFull: Bool { count == capacity }
  /// The oldest element.
  @inlinable public var first: Element? { count == 0 ? nil : storage[head] }
  /// The newest element.
  @inlinable public var last: Element? { count == 0 ? nil : storage[slot(count - 1)] }

  /// Adds the newest element. At the cap the oldest is removed and returned.
  @discardableResult
  @inlinable
  public mutating func append(_ element: consuming Element) -> Element? {
    let dropped = count == capacity ? popFirst() : nil
    if count == storage.count { grow() }
    storage[slot(count)] = element
    held += 1
    return dropped
  }

  /// Removes and returns the oldest element.
  @inlinable
  public mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = storage[head].take()
    head = slot(1)
    held -= 1
    return element
  }

  /// Removes every element and keeps the storage.
  @inlinable
  public mutating func removeAll() {
    while popFirst() != nil {}
    head = 0
  }

  @inlinable
  func slot(_ offset: Int) -> Int {
    let index = head + offset
    return index < storage.count ? index : index - storage.count
  }

  /// Doubles the storage up to the cap, the oldest element first.
  @inlinable
  mutating func grow() {
    let size = Swift.min(capacity, Swift.max(4, storage.count * 2))
    var grown: [Element?] = []
    grown.reserveCapacity(size)
    for offset in 0..<count { grown.append(storage[slot(offset)]) }
    while grown.count < size { grown.append(nil) }
    storage = grown
    head = 0
  }
}

extension RingBuffer: RandomAccessCollection, MutableCollection {
  /// The place of the oldest element, always 0.
  @inlinable public var startIndex: Int { 0 }
  /// One past the place of the newest element.
  @inlinable public var endIndex: Int { count }

  /// The element at a place counted from the oldest, 0..<count.
  @inlinable
  public subscript(position: Int) -> Element {
    get {
      guard position >= 0, position < count, let element = storage[slot(position)] else {
        preconditionFailure("ring buffer index out of range")
      }
      return element
    }
    set {
      precondition(position >= 0 && position < count, "ring buffer index out of range")
      storage[slot(position)] = newValue
    }
  }
}

extension RingBuffer: Sendable where Element: Sendable {}
