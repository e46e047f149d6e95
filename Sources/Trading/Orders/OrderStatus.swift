/// Where an order stands (S2-ORD-02; ruling 10).
public enum OrderStatus: String, Sendable, CaseIterable {
  /// Decided and journaled; not yet known to the exchange.
  /// Can become SUBMITTED, PARTIALLY_FILLED, FILLED, CANCELLED, FAILED.
  case pending = "PENDING"
  /// On the exchange, nothing filled. Can become PARTIALLY_FILLED, FILLED, CANCELLED, FAILED.
  case submitted = "SUBMITTED"
  /// On the exchange, some filled. Can become FILLED, CANCELLED, FAILED.
  case partiallyFilled = "PARTIALLY_FILLED"
  /// All filled: an end.
  case filled = "FILLED"
  /// Ended with something unfilled: an end.
  case cancelled = "CANCELLED"
  /// Refused, nothing filled: an end.
  case failed = "FAILED"

  /// True for FILLED, CANCELLED, FAILED.
  public var isTerminal: Bool {
    switch self {
    case .pending, .submitted, .partiallyFilled: false
    case .filled, .cancelled, .failed: true
    }
  }
}

/// What can happen to an order.
public enum OrderMove: String, Sendable, CaseIterable {
  /// The exchange acknowledged it.
  case accept = "ACCEPT"
  /// An execution that leaves something open.
  case partialFill = "PARTIAL_FILL"
  /// The execution that completes it.
  case fill = "FILL"
  /// It ended with something unfilled.
  case cancel = "CANCEL"
  /// It was refused before anything filled.
  case fail = "FAIL"
}

extension OrderStatus {
  /// The one table of an order's life (ruling 21): the state after a move; nil when the move is illegal.
  ///
  /// An execution after an end is legal and booked, and leaves the end as it is: venues do that.
  public func after(_ move: OrderMove) -> OrderStatus? {
    switch (self, move) {
    case (.pending, .accept): .submitted
    case (.pending, .partialFill), (.submitted, .partialFill): .partiallyFilled
    case (.pending, .fill), (.submitted, .fill), (.partiallyFilled, .fill): .filled
    case (.pending, .cancel), (.submitted, .cancel), (.partiallyFilled, .cancel): .cancelled
    case (.pending, .fail), (.submitted, .fail): .failed
    // Rejected with fills ends as CANCELLED with the reason.
    case (.partiallyFilled, .fail): .cancelled
    // A fill overtook its acknowledgement, or more of it arrived.
    case (.partiallyFilled, .accept), (.partiallyFilled, .partialFill): .partiallyFilled
    case (.filled, .accept), (.filled, .partialFill), (.filled, .fill): .filled
    case (.cancelled, .partialFill), (.cancelled, .fill): .cancelled
    case (.failed, .partialFill), (.failed, .fill): .failed
    case (.submitted, .accept), (.cancelled, .accept), (.failed, .accept): nil
    case (.filled, .cancel), (.filled, .fail): nil
    case (.cancelled, .cancel), (.cancelled, .fail): nil
    case (.failed, .cancel), (.failed, .fail): nil
    }
  }
}
