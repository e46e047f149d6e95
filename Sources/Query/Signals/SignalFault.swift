public import Trading

/// One thing wrong with a signal's body.
public struct SignalFault: Hashable, Sendable {
  /// Where, as a JSON Pointer; empty for the whole body.
  public let pointer: String
  /// What, in one sentence that repeats no more than a little of the value.
  public let detail: String
  /// Upper case, to count by: `INVALID_QUANTITY`, …
  public let code: String
  /// True when it cannot be read at all (400), false when it can be read and not be used (422).
  public let isMalformed: Bool

  init(_ pointer: String, _ code: String, malformed: Bool, _ detail: String) {
    self.pointer = pointer
    self.detail = detail
    self.code = code
    isMalformed = malformed
  }
}

/// What a body sent to `POST /api/signals` says.
public enum SignalRequest: Hashable, Sendable {
  /// A signal for the desk.
  case valid(Signal)
  /// No signal for the desk: every fault at once. `identified` is there when type, symbol and side can be
  /// read: what else can be read stands in it, the rest has its default and the quantity is zero.
  case unusable(identified: Signal?, faults: [SignalFault])
}
