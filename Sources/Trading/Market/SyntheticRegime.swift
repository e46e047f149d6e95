/// The mood of a synthetic market: how far and in which direction prices move.
public enum SyntheticRegime: UInt8, Sendable, CaseIterable {
  /// Small moves without direction.
  case calm
  /// Small moves that add up upwards.
  case trendingUp
  /// Small moves that add up downwards.
  case trendingDown
  /// Large moves without direction, wide spreads.
  case volatile

  /// Standard deviation of one quote's move, in billionths of the price.
  ///
  /// At two quotes a second 40,000 is about 0.044 % a minute, 32 % a year: a calm month of Bitcoin.
  var deviationPerBillion: Int64 {
    switch self {
    case .calm: 40_000
    case .trendingUp, .trendingDown: 48_000
    case .volatile: 150_000
    }
  }

  /// Mean of one quote's move, in billionths of the price: 4,500 is 0.054 % a minute.
  var driftPerBillion: Int64 {
    switch self {
    case .calm, .volatile: 0
    case .trendingUp: 4_500
    case .trendingDown: -4_500
    }
  }

  /// What follows, by a number below 8: mostly calm after anything, and trends that may turn over.
  func next(_ draw: UInt64) -> SyntheticRegime {
    switch self {
    case .calm: draw < 3 ? .trendingUp : draw < 6 ? .trendingDown : .volatile
    case .trendingUp: draw < 3 ? .trendingDown : draw < 6 ? .calm : .volatile
    case .trendingDown: draw < 3 ? .trendingUp : draw < 6 ? .calm : .volatile
    case .volatile: draw < 2 ? .trendingUp : draw < 4 ? .trendingDown : .calm
    }
  }
}
