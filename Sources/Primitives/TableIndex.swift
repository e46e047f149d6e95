/// Where the entries of an ``OrderedTable`` lie, found by the hashes of their keys.
///
/// Open addressing with linear probing, at most half full. A mark keeps the hash beside the place, so
/// that growing asks no key, and a search looks at an entry only when all 32 bits agree. Removing moves
/// the marks behind up instead of leaving a tombstone: the marks are as if the removed one had never
/// been. Source: Knuth, The Art of Computer Programming 3, 6.4, algorithms L and R.
@frozen
@usableFromInline
struct TableIndex: Sendable {
  /// The place of one entry; `none` in a free mark.
  @frozen
  @usableFromInline
  struct Mark: BitwiseCopyable, Sendable {
    @usableFromInline var hash: UInt32
    @usableFromInline var place: Int32

    @inlinable
    init(hash: UInt32, place: Int32) {
      self.hash = hash
      self.place = place
    }
  }

  /// No place: the end of a chain, or a free mark.
  @inlinable static var none: Int32 { -1 }

  /// A power of two of them, or none at all.
  @usableFromInline var marks: [Mark] = []
  /// The marks that are not free.
  @usableFromInline var count = 0

  /// An empty index.
  @inlinable
  init() {}

  /// As much of a key's hash as the index keeps: enough for two thousand million entries.
  @inlinable
  static func hash(of key: some TableKey) -> UInt32 { UInt32(truncatingIfNeeded: key.tableHash) }

  /// The first place of this hash that `isSought`.
  @inlinable
  func place(hash: UInt32, where isSought: (Int) -> Bool) -> Int? {
    guard count > 0 else { return nil }
    let last = marks.count &- 1
    var position = Int(hash) & last
    while marks[position].place != TableIndex.none {
      let mark = marks[position]
      if mark.hash == hash, isSought(Int(mark.place)) { return Int(mark.place) }
      position = (position &+ 1) & last
    }
    return nil
  }

  /// Marks the place of an entry that has no mark yet.
  @inlinable
  mutating func insert(_ place: Int32, hash: UInt32) {
    if (count &+ 1) &* 2 > marks.count { grow() }
    TableIndex.put(Mark(hash: hash, place: place), into: &marks)
    count &+= 1
  }

  /// Frees the mark of an entry that has one.
  @inlinable
  mutating func remove(_ place: Int32, hash: UInt32) {
    let last = marks.count &- 1
    var marks = self.marks.mutableSpan
    var gap = Int(hash) & last
    while marks[gap].place != place { gap = (gap &+ 1) & last }
    var position = gap
    while true {
      position = (position &+ 1) & last
      let mark = marks[position]
      if mark.place == TableIndex.none { break }
      // A mark may move up to the gap unless its search begins behind it.
      let home = Int(mark.hash) & last
      if (position &- home) & last >= (position &- gap) & last {
        marks[gap] = mark
        gap = position
      }
    }
    marks[gap] = Mark(hash: 0, place: TableIndex.none)
    count &-= 1
  }

  /// Doubles the marks.
  @usableFromInline
  mutating func grow() {
    var wider = [Mark](repeating: Mark(hash: 0, place: TableIndex.none), count: max(16, marks.count * 2))
    for mark in marks where mark.place != TableIndex.none { TableIndex.put(mark, into: &wider) }
    marks = wider
  }

  /// Puts a mark where a search for its hash ends.
  @inlinable
  static func put(_ mark: Mark, into marks: inout [Mark]) {
    let last = marks.count &- 1
    var span = marks.mutableSpan
    var position = Int(mark.hash) & last
    while span[position].place != none { position = (position &+ 1) & last }
    span[position] = mark
  }
}
