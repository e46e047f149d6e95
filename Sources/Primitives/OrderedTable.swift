/// A dictionary that remembers the order of insertion, so that iterating it is deterministic.
///
/// Reading, setting and removing take constant time on average. Setting a known key keeps its place.
/// The table sets no cap; its owner does, and evicts with ``removeFirst()``.
@frozen
public struct OrderedTable<Key: Hashable, Value> {
  /// One entry of the chain; a free slot has no content and links to the next free one.
  @usableFromInline
  struct Slot {
    @usableFromInline var key: Key?
    @usableFromInline var value: Value?
    @usableFromInline var previous: Int
    @usableFromInline var next: Int

    @inlinable
    init(key: Key?, value: Value?, previous: Int, next: Int) {
      self.key = key
      self.value = value
      self.previous = previous
      self.next = next
    }
  }

  /// Marks the end of a chain.
  @inlinable static var none: Int { -1 }

  /// Where each key's entry lies in `slots`. Never iterated.
  @usableFromInline var places: [Key: Int] = [:]
  @usableFromInline var slots: [Slot] = []
  @usableFromInline var oldest = OrderedTable.none
  @usableFromInline var newest = OrderedTable.none
  @usableFromInline var free = OrderedTable.none

  /// An empty table.
  @inlinable
  public init() {}

  /// The number of entries.
  @inlinable public var count: Int { places.count }
  /// Whether there are no entries.
  @inlinable public var isEmpty: Bool { places.isEmpty }

  /// The value of a key. Setting nil removes the entry; setting a new key adds it at the end.
  @inlinable
  public subscript(key: Key) -> Value? {
    // Lent, not copied: who looks at one field of a large value pays for that field.
    _read {
      if let place = places[key] { yield slots[place].value } else { yield nil }
    }
    set {
      guard let newValue else {
        removeValue(forKey: key)
        return
      }
      updateValue(newValue, forKey: key)
    }
  }

  /// Whether the key has an entry.
  @inlinable public func contains(_ key: Key) -> Bool { places[key] != nil }

  /// Sets a value and returns the one it replaces.
  @discardableResult
  @inlinable
  public mutating func updateValue(_ value: Value, forKey key: Key) -> Value? {
    if let place = places[key] {
      let replaced = slots[place].value
      slots[place].value = value
      return replaced
    }
    let place = claim(Slot(key: key, value: value, previous: newest, next: OrderedTable.none))
    if newest == OrderedTable.none { oldest = place } else { slots[newest].next = place }
    newest = place
    places[key] = place
    return nil
  }

  /// Changes a value where it lies, without copying it, and returns what `body` does; nil when the key
  /// has no entry. An error of `body` leaves what it changed so far.
  @inlinable
  public mutating func modify<Result, Failure: Error>(
    _ key: Key, _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let place = places[key] else { return nil }
    guard var value = slots[place].value.take() else { return nil }
    defer { slots[place].value = value }
    return try body(&value)
  }

  /// Removes an entry and returns its value.
  @discardableResult
  @inlinable
  public mutating func removeValue(forKey key: Key) -> Value? {
    guard let place = places.removeValue(forKey: key) else { return nil }
    let removed = slots[place]
    if removed.previous == OrderedTable.none {
      oldest = removed.next
    } else {
      slots[removed.previous].next = removed.next
    }
    if removed.next == OrderedTable.none {
      newest = removed.previous
    } else {
      slots[removed.next].previous = removed.previous
    }
    slots[place] = Slot(key: nil, value: nil, previous: OrderedTable.none, next: free)
    free = place
    return removed.value
  }

  /// Removes and returns the entry inserted first.
  @discardableResult
  @inlinable
  public mutating func removeFirst() -> (key: Key, value: Value)? {
    guard let entry = first else { return nil }
    removeValue(forKey: entry.key)
    return entry
  }

  /// Removes the entry inserted first if it satisfies a condition; whether it did.
  @inlinable
  public mutating func removeOldest(if condition: (Key, Value) -> Bool) -> Bool {
    guard oldest != OrderedTable.none, let key = slots[oldest].key,
      slots[oldest].value.map({ condition(key, $0) }) == true
    else { return false }
    removeValue(forKey: key)
    return true
  }

  /// Removes and returns the first entry, in insertion order, that satisfies a condition.
  ///
  /// The search is over before the removal begins: an iterator still alive would hold the storage, and
  /// the removal would copy all of it.
  @discardableResult
  @inlinable
  public mutating func removeFirst(
    where condition: (Key, Value) -> Bool
  ) -> (key: Key, value: Value)? {
    guard let entry = first(where: { condition($0.key, $0.value) }) else { return nil }
    removeValue(forKey: entry.key)
    return entry
  }

  /// Removes every entry.
  @inlinable
  public mutating func removeAll() {
    self = OrderedTable()
  }

  /// Puts an entry into a free slot, or a new one.
  @inlinable
  mutating func claim(_ slot: Slot) -> Int {
    guard free != OrderedTable.none else {
      slots.append(slot)
      return slots.count - 1
    }
    let place = free
    free = slots[place].next
    slots[place] = slot
    return place
  }
}

extension OrderedTable.Slot: Sendable where Key: Sendable, Value: Sendable {}
extension OrderedTable: Sendable where Key: Sendable, Value: Sendable {}
