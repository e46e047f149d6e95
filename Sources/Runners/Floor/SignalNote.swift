import Trading

/// A signal on its way to the desk.
struct SignalNote: Sendable {
  let signal: Signal
  /// The caller's `Idempotency-Key`; nil when none was sent.
  var clientKey: String?
  /// Why it was refused already; nil when the desk judges it.
  var refusal: Rejection?
}
