/// What a person probably meant by a mistyped word.
public enum Suggestion {
  /// The nearest known word, or `nil` when none is near: at most a third of the letters (at least one)
  /// may be wrong. Of equally near words the first wins.
  public static func nearest(to word: String, in known: [String]) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in known {
      let distance = distance(word, candidate)
      if distance <= max(1, max(word.count, candidate.count) / 3), distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.word
  }

  /// The edit distance of Damerau and Levenshtein in its restricted form: insertions, deletions,
  /// replacements and swaps of neighbours cost one each (so `prot` is one away from `port`).
  ///
  /// Words are cut to 64 letters: the cost is the product of the lengths.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.prefix(64))
    let right = Array(right.prefix(64))
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(previous[column + 1] + 1, current[column] + 1)
        cost = min(cost, previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
