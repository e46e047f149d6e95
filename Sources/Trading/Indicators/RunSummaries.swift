/// The sum of a run.
struct SumOfRun: RunSummary {
  /// Σ x.
  let sum: Double

  init(_ input: Double) { sum = input }

  private init(sum: Double) { self.sum = sum }

  func joined(with newer: SumOfRun) -> SumOfRun { SumOfRun(sum: sum + newer.sum) }
}

/// The sum of a run whose kth input, counted from the oldest, weighs k.
struct WeightedSumOfRun: RunSummary {
  /// Number of inputs.
  let count: Double
  /// Σ x.
  let sum: Double
  /// Σ k·xₖ.
  let weighted: Double

  init(_ input: Double) { self.init(count: 1, sum: input, weighted: input) }

  private init(count: Double, sum: Double, weighted: Double) {
    self.count = count
    self.sum = sum
    self.weighted = weighted
  }

  /// Each input of the newer run gains the older one's count in weight.
  func joined(with newer: WeightedSumOfRun) -> WeightedSumOfRun {
    WeightedSumOfRun(
      count: count + newer.count, sum: sum + newer.sum,
      weighted: weighted + (newer.weighted + count * newer.sum))
  }
}

/// Mean and spread of a run.
///
/// Two runs are joined as Chan, Golub and LeVeque do ("Algorithms for computing the sample variance",
/// 1983): only squares are added, so that the spread is never the small difference of two large sums, and
/// a run of equal inputs has exactly none.
struct MomentsOfRun: RunSummary {
  /// Number of inputs.
  let count: Double
  /// Σ x / n.
  let mean: Double
  /// Σ (x − mean)².
  let squares: Double

  init(_ input: Double) { self.init(count: 1, mean: input, squares: 0) }

  private init(count: Double, mean: Double, squares: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
  }

  func joined(with newer: MomentsOfRun) -> MomentsOfRun {
    let total = count + newer.count
    let distance = newer.mean - mean
    let share = newer.count / total
    return MomentsOfRun(
      count: total, mean: mean + distance * share,
      squares: squares + newer.squares + distance * distance * (count * share))
  }

  /// The population's standard deviation, √(Σ (x − mean)² / n).
  var standardDeviation: Double { (squares / count).squareRoot() }
}
