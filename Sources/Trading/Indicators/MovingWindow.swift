/// What is known of a run of neighbouring inputs, so that two runs can be joined to one.
protocol RunSummary: Sendable, Hashable {
  /// The summary of one input.
  init(_ input: Double)
  /// The summary of this run and the one right after it.
  func joined(with newer: Self) -> Self
}

/// The summary of the last n inputs of a series, without ever taking an input away again.
///
/// A running sum drifts: what is added and later subtracted leaves its rounding behind. Here the window
/// is always two runs joined: what remains of the last full block of n inputs, kept as one summary from
/// each place to the block's end, and the block being filled. An input that left has left nothing, and
/// the error is that of adding up n inputs, however long the series. Source: the block scheme by which
/// van Herk (1992) and Gil and Werman (1993) find running maxima, with sums for maxima.
///
/// Two joins an input, and n more at the end of each block: constant on average. The room is taken at
/// creation; an update allocates nothing.
struct MovingWindow<Summary: RunSummary>: Sendable, Hashable {
  /// Inputs it looks back on.
  let count: Int

  /// Up to `filled` the inputs of the running block, each alone; behind it what remains of the last full
  /// block, each place joined with all that follow it.
  private(set) var summaries: [Summary]
  private var filled = 0
  private var running: Summary?
  private var isPastFirstBlock = false

  /// A window of `count` inputs, which must be at least 1.
  init(count: Int) {
    precondition(count >= 1, "a window holds at least one input")
    self.count = count
    summaries = Array(repeating: Summary(0), count: count)
  }

  /// Takes the next input and answers the summary of the last `count`, nil while there are fewer.
  mutating func update(_ input: Double) -> Summary? {
    let newest = Summary(input)
    let run = running?.joined(with: newest) ?? newest
    summaries[filled] = newest
    filled += 1
    guard filled == count else {
      running = run
      return isPastFirstBlock ? summaries[filled].joined(with: run) : nil
    }
    for place in summaries.indices.dropLast().reversed() {
      summaries[place] = summaries[place].joined(with: summaries[place + 1])
    }
    running = nil
    filled = 0
    isPastFirstBlock = true
    return summaries[0]
  }
}
