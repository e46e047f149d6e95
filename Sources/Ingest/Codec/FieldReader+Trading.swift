internal import Primitives
internal import Trading

extension FieldReader {
  mutating func identifier<Tag>(_ key: String) throws(CodecError) -> Identifier<Tag> {
    Identifier(try text(key))
  }

  mutating func orderID(_ key: String) throws(CodecError) -> OrderID {
    guard let id = OrderID(text: try text(key)) else { throw bad(key, "not an order id of ours") }
    return id
  }

  mutating func optionalOrderID(_ key: String) throws(CodecError) -> OrderID? {
    guard let text = try optionalText(key) else { return nil }
    guard let id = OrderID(text: text) else { throw bad(key, "not an order id of ours") }
    return id
  }

  mutating func symbol(_ key: String) throws(CodecError) -> Symbol {
    guard let symbol = Symbol(try text(key)) else { throw bad(key, "not a symbol") }
    return symbol
  }

  /// Where the instrument of that name stands in the book of today: its place may have changed since it
  /// was written, its name has not.
  mutating func instrument(
    _ key: String, in instruments: InstrumentBook
  ) throws(CodecError) -> InstrumentIndex {
    let symbol = try symbol(key)
    guard let index = instruments.index(of: symbol) else {
      throw CodecError(
        .unknownSymbol, field: path(of: key), "\(symbol) is not in the instruments file")
    }
    return index
  }
}
