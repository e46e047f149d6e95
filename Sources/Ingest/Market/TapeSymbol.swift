public import Trading

/// Which instrument a tape is of, by its file name.
public enum TapeSymbol {
  /// The instrument whose symbol stands in the last part of a path, as in
  /// `binance_usdm_BTCUSDT_trades.csv.gz`; any case.
  ///
  /// The symbol must stand alone, with no letter or digit beside it: `BTCUSD` is not in `BTCUSDT`. The
  /// longest wins. Nil when there is none, or two different ones of that length: the caller then asks
  /// for the symbol and lists the known ones.
  public static func find(inFileName path: String, book: InstrumentBook) -> InstrumentIndex? {
    let fileName = path.split(separator: "/").last ?? ""
    let name = Array(fileName.uppercased().utf8)
    var found: InstrumentIndex?
    var length = 0
    for (index, instrument) in book.instruments.enumerated() {
      let symbol = Array(instrument.symbol.text.utf8)
      guard symbol.count >= length, stands(symbol, in: name) else { continue }
      found = symbol.count > length ? index : nil
      length = symbol.count
    }
    return found
  }

  private static func stands(_ symbol: [UInt8], in name: [UInt8]) -> Bool {
    guard !symbol.isEmpty, symbol.count <= name.count else { return false }
    return (0...name.count - symbol.count).contains { start in
      let end = start + symbol.count
      return name[start..<end].elementsEqual(symbol)
        && !(start > 0 && isWord(name[start - 1])) && !(end < name.count && isWord(name[end]))
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
