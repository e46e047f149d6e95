internal import Desk
internal import Platform
internal import Primitives
internal import Trading

extension SessionStart {
  /// Writes the members of the session.
  func encodeMembers(into writer: inout JSONWriter) {
    writer.field("session_id", sessionID.text)
    writer.field("account_id", account.text)
    writer.field("ordinal", ordinal)
    writer.field("mode", mode.rawValue)
    writer.field("currency", currency)
    writer.field("starting_balance", startingBalance)
    writer.field("strategy", strategy)
    writer.field("market", market)
    writer.field("symbol", symbol)
    writer.field("leverage", leverage)
    // 64 bits without a sign: more than a JSON reader's whole numbers are sure to hold.
    writer.field("seed", String(seed))
    writer.field("market_start_ns", nanos: marketStart)
    writer.key("trading")
    trading.encode(into: &writer)
  }

  /// Reads what `encodeMembers` wrote.
  convenience init(from reader: inout FieldReader) throws(CodecError) {
    self.init(
      sessionID: try reader.identifier("session_id"), account: try reader.identifier("account_id"),
      ordinal: try reader.int64("ordinal"), mode: try reader.choice("mode"),
      currency: try reader.text("currency"), startingBalance: try reader.decimal("starting_balance"),
      strategy: try reader.text("strategy"), market: try reader.text("market"),
      symbol: try reader.text("symbol"),
      leverage: Int(clamping: try reader.int64("leverage")), seed: try Self.seed(from: &reader),
      marketStart: try reader.moment("market_start_ns"),
      trading: try TradingControl("trading", of: &reader))
  }

  private static func seed(from reader: inout FieldReader) throws(CodecError) -> UInt64 {
    guard let seed = UInt64(try reader.text("seed")) else {
      throw reader.bad("seed", "not a whole number of 64 bits without a sign")
    }
    return seed
  }
}
