/// The greatest of the last n inputs of a series.
///
/// Keeps only the inputs that can still become the greatest, which fall from the oldest to the newest.
/// Each enters and leaves once: constant cost an input on average, in room taken at creation. The least is
/// the greatest of the inputs with their signs turned. Source: the ascending minima of Richard Harter.
struct MovingMaximum: Sendable, Hashable {
  /// Inputs it looks back on.
  let count: Int

  /// A ring of `held` candidates from `head` on, with the number each came as.
  private(set) var inputs: [Double]
  private var numbers: [Int]
  private var head = 0
  private var held = 0
  private var taken = 0

  /// A maximum of `count` inputs, which must be at least 1.
  init(count: Int) {
    precondition(count >= 1, "a window holds at least one input")
    self.count = count
    inputs = Array(repeating: 0, count: count)
    numbers = Array(repeating: 0, count: count)
  }

  /// Takes the next input and answers the greatest of the last `count`, nil while there are fewer.
  mutating func update(_ input: Double) -> Double? {
    if held > 0, numbers[head] <= taken - count {
      head = place(1)
      held -= 1
    }
    while held > 0, inputs[place(held - 1)] <= input { held -= 1 }
    inputs[place(held)] = input
    numbers[place(held)] = taken
    held += 1
    taken += 1
    return taken >= count ? inputs[head] : nil
  }

  /// Where the candidate at this offset from the oldest lies.
  private func place(_ offset: Int) -> Int {
    let place = head + offset
    return place < count ? place : place - count
  }
}
