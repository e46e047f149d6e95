/// Texts of an order that hardly ever change, behind one reference: an order is copied without counting each
/// of them.
///
/// Never changes: an order that changes one of its texts gets another of these.
final class OrderTexts: Hashable, Sendable {
  /// The texts themselves.
  struct Content: Hashable, Sendable {
    let signalID: SignalID
    let sessionID: SessionID
    var reasonCode = ""
    var reasonMessage = ""
  }

  let content: Content

  init(_ content: Content) { self.content = content }

  /// The same with a change.
  func with(_ change: (inout Content) -> Void) -> OrderTexts {
    var changed = content
    change(&changed)
    return OrderTexts(changed)
  }

  static func == (left: OrderTexts, right: OrderTexts) -> Bool {
    left === right || left.content == right.content
  }

  func hash(into hasher: inout Hasher) { hasher.combine(content) }
}
