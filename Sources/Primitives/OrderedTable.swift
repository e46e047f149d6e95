/// A dictionary that remembers the order of insertion, so that iterating it is deterministic.
///
/// Reading, setting and removing take constant time on average. Setting a known key keeps its place.
/// A key is hashed once a call, and never to grow or to evict: its hash stays with its entry.
/// The table sets no cap; its owner does, and evicts with ``removeFirst()``.
@frozen
public struct OrderedTable<Key: TableKey, Value> {
  /// One entry of the chain; a free slot has no content and links to the next free one.
  @usableFromInline
  struct Slot {
    @usableFromInline var key: Key?
    @usableFromInline var value: Value?
    @usableFromInline var hash: UInt32
    @usableFromInline var previous: Int32
    @usableFromInline var next: Int32

    @inlinable
    init(key: Key, value: Value, hash: UInt32, previous: Int32) {
      self.key = key
      self.value = value
      self.hash = hash
      self.previous = previous
      next = TableIndex.none
    }
  }

  @usableFromInline var index = TableIndex()
  @usableFromInline var slots: [Slot] = []
  @usableFromInline var oldest = TableIndex.none
  @usableFromInline var newest = TableIndex.none
  @usableFromInline var free = TableIndex.none

  /// An empty table.
  @inlinable
  public init() {}

  /// The number of entries.
  @inlinable public var count: Int { index.count }
  /// Whether there are no entries.
  @inlinable public var isEmpty: Bool { index.count == 0 }

  /// The value of a key. Setting nil removes the entry; setting a new key adds it at the end.
  @inlinable
  public subscript(key: Key) -> Value? {
    // Lent, not copied: who looks at one field of a large value pays for that field.
    _read {
      if let place = place(of: key) { yield slots[place].value } else { yield nil }
    }
    set {
      guard let newValue else {
        removeValue(forKey: key)
        return
      }
      updateValue(newValue, forKey: key)
    }
  }

  /// The value of a key, copied: for values that are small.
  @inlinable
  public func value(forKey key: Key) -> Value? {
    guard let place = place(of: key) else { return nil }
    return slots[place].value
  }

  /// Whether the key has an entry.
  @inlinable public func contains(_ key: Key) -> Bool { place(of: key) != nil }

  /// Sets a value and returns the one it replaces.
  @discardableResult
  @inlinable
  public mutating func updateValue(_ value: consuming Value, forKey key: consuming Key) -> Value? {
    let hash = TableIndex.hash(of: key)
    if let place = place(of: key, hash: hash) {
      var replaced: Value? = value
      swap(&slots[place].value, &replaced)
      return replaced
    }
    append(Slot(key: key, value: value, hash: hash, previous: newest))
    return nil
  }

  /// Changes a value where it lies, without copying it, and returns what `body` does; nil when the key
  /// has no entry. An error of `body` leaves what it changed so far.
  @inlinable @inline(__always)
  public mutating func modify<Result, Failure: Error>(
    _ key: Key, _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let place = place(of: key) else { return nil }
    // swift-format-ignore: NeverForceUnwrap
    return try body(&slots[place].value!)  // tidy-ok: an unwrapped copy would not be changed in place
  }

  /// Removes an entry and returns its value.
  @discardableResult
  @inlinable
  public mutating func removeValue(forKey key: Key) -> Value? {
    guard let place = place(of: key) else { return nil }
    return remove(at: place).value
  }

  /// Removes and returns the entry inserted first.
  @discardableResult
  @inlinable
  public mutating func removeFirst() -> (key: Key, value: Value)? {
    guard oldest != TableIndex.none else { return nil }
    return removeEntry(at: Int(oldest))
  }

  /// Removes the entry inserted first if it satisfies a condition; whether it did.
  @inlinable
  public mutating func removeOldest(if condition: (Key, Value) -> Bool) -> Bool {
    guard oldest != TableIndex.none, satisfies(Int(oldest), condition) else { return false }
    remove(at: Int(oldest))
    return true
  }

  /// Removes and returns the first entry, in insertion order, that satisfies a condition.
  @discardableResult
  @inlinable
  public mutating func removeFirst(
    where condition: (Key, Value) -> Bool
  ) -> (key: Key, value: Value)? {
    var place = oldest
    while place != TableIndex.none {
      if satisfies(Int(place), condition) { return removeEntry(at: Int(place)) }
      place = slots[Int(place)].next
    }
    return nil
  }

  /// Removes every entry.
  @inlinable
  public mutating func removeAll() {
    self = OrderedTable()
  }

  /// Where the entry of a key lies in `slots`.
  @inlinable
  func place(of key: Key) -> Int? {
    index.count == 0 ? nil : place(of: key, hash: TableIndex.hash(of: key))
  }

  @inlinable
  func place(of key: Key, hash: UInt32) -> Int? {
    index.place(hash: hash) { slots[$0].key == key }
  }

  @inlinable
  func satisfies(_ place: Int, _ condition: (Key, Value) -> Bool) -> Bool {
    guard let key = slots[place].key, let value = slots[place].value else { return false }
    return condition(key, value)
  }

  /// Puts an entry at the end of the chain, into a free slot or a new one.
  @inlinable
  mutating func append(_ slot: consuming Slot) {
    let hash = slot.hash
    let place: Int
    if free == TableIndex.none {
      place = slots.count
      slots.append(slot)
    } else {
      place = Int(free)
      free = slots[place].next
      swap(&slots[place], &slot)
    }
    let link = Int32(place)
    if newest == TableIndex.none { oldest = link } else { slots[Int(newest)].next = link }
    newest = link
    index.insert(link, hash: hash)
  }

  @inlinable
  mutating func removeEntry(at place: Int) -> (key: Key, value: Value)? {
    let (key, value) = remove(at: place)
    guard let key, let value else { return nil }
    return (key, value)
  }

  /// Takes an entry out of index and chain, frees its slot and returns its content.
  @discardableResult
  @inlinable
  mutating func remove(at place: Int) -> (key: Key?, value: Value?) {
    index.remove(Int32(place), hash: slots[place].hash)
    let (previous, next) = (slots[place].previous, slots[place].next)
    if previous == TableIndex.none { oldest = next }
    if next == TableIndex.none { newest = previous }
    let content = OrderedTable.unlink(place, in: &slots, next: free)
    free = Int32(place)
    return content
  }

  /// Joins an entry's neighbours and empties its slot, which links to `next`.
  @inlinable
  static func unlink(_ place: Int, in slots: inout [Slot], next: Int32) -> (key: Key?, value: Value?) {
    var slots = slots.mutableSpan
    let (before, after) = (slots[place].previous, slots[place].next)
    if before != TableIndex.none { slots[Int(before)].next = after }
    if after != TableIndex.none { slots[Int(after)].previous = before }
    slots[place].next = next
    return (slots[place].key.take(), slots[place].value.take())
  }
}

extension OrderedTable.Slot: Sendable where Key: Sendable, Value: Sendable {}
extension OrderedTable: Sendable where Key: Sendable, Value: Sendable {}
