/// Finds the rows a store refuses among those it takes: halves what is refused until single rows are left.
///
/// A store's error does not say which row it means, so nothing but trying tells. Pure: the caller tries
/// what `next` gives and says how it went. Every row is either taken or named once.
struct PoisonHunt {
  private var untried: [Range<Int>]
  /// Places of the rows that were refused on their own.
  private(set) var refused: [Int] = []
  /// Rows refused on their own since the last that was taken: many in a row are no poison but a sick store.
  private(set) var refusedInARow = 0
  /// Whether any row was taken.
  private(set) var hasTaken = false

  /// A hunt through so many rows: first all of them once more, since a refusal may have been another's.
  init(count: Int) { untried = count > 0 ? [0..<count] : [] }

  /// The rows to try now; nil when all are taken or named.
  var next: Range<Int>? { untried.last }

  /// What `next` gave was taken.
  mutating func taken() {
    if !untried.isEmpty {
      untried.removeLast()
      hasTaken = true
    }
    refusedInARow = 0
  }

  /// What `next` gave was refused.
  mutating func refusedNow() {
    guard let range = untried.last else { return }
    if range.count > 1 {
      split(range)
    } else {
      untried.removeLast()
      refused.append(range.lowerBound)
      refusedInARow += 1
    }
  }

  private mutating func split(_ range: Range<Int>) {
    let middle = range.lowerBound + range.count / 2
    untried.removeLast()
    untried.append(middle..<range.upperBound)
    untried.append(range.lowerBound..<middle)
  }
}
