internal import Desk
public import Platform
internal import Primitives
internal import Sync
internal import Trading

/// Where the account's thread hangs out its newest view and the endpoint reads it.
public final class AccountBoard: Sendable {
  /// A view that says the same as the one before takes its place after this, so that its time is never far
  /// behind, nanoseconds of wall time.
  public static let refreshNanos: Int64 = 5_000_000_000

  private struct Content {
    var version: UInt64 = 0
    var told: AccountView?
    var toldAt: Int64 = 0
    var latest: AccountView?
  }

  private let content = Locked(Content())

  /// Nothing yet: the account is recovering.
  public init() {}

  /// Hangs out a view: a new version when it says something else than the last, and now and then.
  ///
  /// - Parameter now: on the monotonic clock, nanoseconds.
  public func publish(_ view: AccountView, at now: Int64 = MonotonicClock.nowNanoseconds()) {
    content.withLock {
      $0.latest = view
      if let told = $0.told, told.saysTheSame(as: view), now - $0.toldAt < Self.refreshNanos { return }
      $0.version += 1
      $0.told = view
      $0.toldAt = now
    }
  }

  /// The view told last with its number, by which an encoded answer is kept until the next; nil while the
  /// account is recovering. What passes with time alone, such as the desk's time, may be `refreshNanos` old.
  public var newest: (version: UInt64, view: AccountView)? {
    content.withLock { content in content.told.map { (content.version, $0) } }
  }

  /// The view hung out last; nil while the account is recovering.
  public var latest: AccountView? { content.withLock { $0.latest } }
}

extension AccountView {
  /// Whether another view differs only in what passes by itself: the time and the row of the market.
  func saysTheSame(as other: AccountView) -> Bool {
    session == other.session && badRows == other.badRows && tapeEnded == other.tapeEnded
      && leverage == other.leverage && workingOrders == other.workingOrders
      && trading == other.trading && alerts == other.alerts && curve == other.curve
      && mark.saysTheSame(as: other.mark)
  }
}

extension AccountMark {
  fileprivate func saysTheSame(as other: AccountMark) -> Bool {
    wallet == other.wallet && equity == other.equity && unrealised == other.unrealised
      && realised == other.realised && fees == other.fees && funding == other.funding
      && marginUsed == other.marginUsed && maintenanceMargin == other.maintenanceMargin
      && marginRatioPercent == other.marginRatioPercent && peakEquity == other.peakEquity
      && positions == other.positions
  }
}
