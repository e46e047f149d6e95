/// What is known of whether our positions are the exchange's.
enum Agreement: Hashable, Sendable {
  /// Something of the account changed, or they differed. Can become: asked, at the next sync.
  case unknown
  /// Asked for, and nothing of the account changed since. Can become: agreed, unknown.
  case asked
  /// They were the same, no order was working, and nothing of the account changed since. Can become: unknown.
  case agreed
}

extension Event {
  /// Whether positions, or what the exchange may do to them, can be others after it; a fact that was refused
  /// may have been true.
  var changesAccount: Bool {
    switch self {
    case .sessionStarted, .signalDecided, .order, .filled, .fundingBooked, .factRefused, .operatorCommanded:
      true
    case .marked, .alert, .tapeEnded: false
    }
  }
}
