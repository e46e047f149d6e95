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

  /// Mean of one quote's move, in billionths of the price: 3,000 is 0.036 % a minute.
  var driftPerBillion: Int64 {
    switch self {
    case .calm, .volatile: 0
    case .trendingUp: 3_000
    case .trendingDown: -3_000
    }
  }

  /// Quotes in which the distance to the price at the regime's start shrinks to 1/e; nil where nothing
  /// pulls. A calm market swings around a level, in some two minutes.
  var reversionQuotes: Int64? {
    switch self {
    case .calm: 240
    case .trendingUp, .trendingDown, .volatile: nil
    }
  }

  /// What follows, by a number below 8: mostly calm, and now and then a trend that turns over.
  func next(_ draw: UInt64) -> SyntheticRegime {
    switch self {
    case .calm: draw < 2 ? .trendingUp : draw < 4 ? .trendingDown : draw < 5 ? .volatile : .calm
    case .trendingUp: draw < 1 ? .trendingDown : draw < 7 ? .calm : .volatile
    case .trendingDown: draw < 1 ? .trendingUp : draw < 7 ? .calm : .volatile
    case .volatile: draw < 2 ? .trendingUp : draw < 4 ? .trendingDown : .calm
    }
  }
}
