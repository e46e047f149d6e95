extension OrderedTable: Sequence {
  /// Walks the entries in insertion order.
  @frozen
  public struct Iterator: IteratorProtocol {
    @usableFromInline let slots: [Slot]
    @usableFromInline var place: Int32

    @inlinable
    init(_ table: OrderedTable) {
      slots = table.slots
      place = table.oldest
    }

    /// The next entry.
    @inlinable
    public mutating func next() -> (key: Key, value: Value)? {
      guard place != TableIndex.none else { return nil }
      let current = Int(place)
      place = slots[current].next
      guard let key = slots[current].key, let value = slots[current].value else { return nil }
      return (key, value)
    }
  }

  /// The entries in insertion order.
  @inlinable public func makeIterator() -> Iterator { Iterator(self) }

  /// The number of entries, so that copying to an array reserves once.
  @inlinable public var underestimatedCount: Int { count }

  /// The entry inserted first.
  @inlinable
  public var first: (key: Key, value: Value)? {
    guard oldest != TableIndex.none else { return nil }
    guard let key = slots[Int(oldest)].key, let value = slots[Int(oldest)].value else { return nil }
    return (key, value)
  }

  /// The keys in insertion order.
  @inlinable public var keys: some Sequence<Key> { lazy.map { $0.key } }

  /// The values in insertion order.
  @inlinable public var values: some Sequence<Value> { lazy.map { $0.value } }
}

extension OrderedTable: ExpressibleByDictionaryLiteral {
  /// A table in the order written; a repeated key keeps its first place and its last value.
  @inlinable
  public init(dictionaryLiteral entries: (Key, Value)...) {
    self.init()
    for (key, value) in entries { updateValue(value, forKey: key) }
  }
}

extension OrderedTable: Equatable where Value: Equatable {
  /// Whether both have the same entries in the same order.
  @inlinable
  public static func == (left: OrderedTable, right: OrderedTable) -> Bool {
    left.count == right.count && left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
  }
}
