/// What a token may do; each scope includes those before it.
public enum AccessScope: String, Sendable, CaseIterable, Comparable {
  /// Ask.
  case read
  /// Hand in signals, cancel an order, close a position, acknowledge an alert.
  case trade
  /// Stop and resume trading, cancel or close everything.
  case admin

  /// By how much they allow.
  public static func < (left: AccessScope, right: AccessScope) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .read: 0
    case .trade: 1
    case .admin: 2
    }
  }
}
