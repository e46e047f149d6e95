/// What the account may do, as people set it (ruling 7; domain model 10.2).
///
/// Every state can become every other: a person decides, and each decision is journaled.
public enum TradingState: String, Sendable, CaseIterable {
  /// Everything is allowed.
  case running = "RUNNING"
  /// No entries; what is held may be closed.
  case paused = "PAUSED"
  /// No entries, and working entry orders were cancelled when it began.
  case draining = "DRAINING"
  /// Neither entries nor exits: only cancels and questions. The kill switch.
  case halted = "HALTED"
}

/// The kinds of thing a trading state allows or not.
public enum TradingAction: String, Sendable, CaseIterable {
  /// An order that may open or enlarge a position.
  case entry = "ENTRY"
  /// A signal to close.
  case exit = "EXIT"
  /// An order that may only shrink a position.
  case reduceOnly = "REDUCE_ONLY"
  /// Taking an order back.
  case cancel = "CANCEL"
  /// Asking the exchange.
  case query = "QUERY"
}

extension TradingState {
  /// The one table of what a state allows: gate, resubmission and operator all read it.
  public func allows(_ action: TradingAction) -> Bool {
    switch (self, action) {
    case (.running, .entry), (.running, .exit), (.running, .reduceOnly): true
    case (.paused, .entry), (.draining, .entry), (.halted, .entry): false
    case (.paused, .exit), (.paused, .reduceOnly): true
    case (.draining, .exit), (.draining, .reduceOnly): true
    case (.halted, .exit), (.halted, .reduceOnly): false
    case (.running, .cancel), (.paused, .cancel), (.draining, .cancel), (.halted, .cancel): true
    case (.running, .query), (.paused, .query), (.draining, .query), (.halted, .query): true
    }
  }
}
