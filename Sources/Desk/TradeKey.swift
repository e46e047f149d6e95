public import Primitives
public import Trading

/// What a fill or a payment is booked once by: trade ids may be one exchange order's own.
///
/// Two keys are one when their texts are the same; the parts are kept apart, so that a fill needs no text
/// of its own for it.
public struct TradeKey: Sendable {
  private let head: String
  /// Nil for a key that is one text.
  private let tail: String?

  /// Of a fill: `{exchange order id}/{trade id}`.
  public init(_ fill: Fill) {
    head = fill.exchangeOrderID.text
    tail = fill.tradeID.text
  }

  /// Of a funding payment: `funding:{payment id}`. Payments share the memory of trades.
  public init(_ payment: FundingPayment) { self.init(text: "funding:" + payment.id) }

  /// Reads a key back.
  public init(text: String) {
    head = text
    tail = nil
  }

  /// The key as a snapshot has it.
  public var text: String { tail.map { String(joining: head, "/", $0) } ?? head }
}

extension TradeKey: TableKey {
  /// Whether the texts are the same, byte for byte.
  public static func == (left: TradeKey, right: TradeKey) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Of the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(tableHash) }

  /// Of the text's bytes, wherever it is parted. An exchange that chose its own ids so that they fall
  /// together would only slow down its own account. Source: Fowler, Noll and Vo, FNV-1a.
  public var tableHash: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    add(head, to: &hash)
    if let tail {
      add("/", to: &hash)
      add(tail, to: &hash)
    }
    return hash ^ hash >> 32
  }

  private func add(_ part: String, to hash: inout UInt64) {
    let bytes = part.utf8.span
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
  }
}
