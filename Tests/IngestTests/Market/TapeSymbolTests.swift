import Ingest
import Primitives
import Testing
import Trading

@Suite("The instrument of a tape by its file name")
struct TapeSymbolTests {
  static func book(_ symbols: [String]) throws -> InstrumentBook {
    let instruments = try symbols.map { symbol in
      Instrument(
        symbol: try #require(Symbol(symbol)), venue: "sample", kind: .spot, base: "B", quote: "Q",
        settle: "Q", tickSize: 1, lotStep: 1, minQuantity: 1, maxQuantity: 1, minNotional: 0,
        contractSize: 1, makerFeeRate: 0, takerFeeRate: 0, tiers: [])
    }
    return try #require(InstrumentBook(instruments))
  }

  @Test("is the one whose symbol stands alone in the last part of the path, the longest first")
  func find() throws {
    let book = try Self.book(["BTCUSD", "BTCUSDT", "SPY", "BTCUSDT-PERP"])
    func symbol(_ path: String) -> String? {
      TapeSymbol.find(inFileName: path, book: book).map { book[$0].symbol.text }
    }
    #expect(symbol("trades/binance_usdm_BTCUSDT_trades.csv.gz") == "BTCUSDT")
    #expect(symbol("binance_btcusd_perp.csv") == "BTCUSD")
    #expect(symbol("SPY.csv") == "SPY")
    #expect(symbol("x-BTCUSDT-PERP-1m.csv") == "BTCUSDT-PERP")
    #expect(symbol("SPYDER_trades.csv") == nil)
    #expect(symbol("BTCUSDT/trades.csv") == nil)
    #expect(symbol("") == nil)
  }

  @Test("is nobody's when two symbols of one length stand in the name")
  func ambiguous() throws {
    let book = try Self.book(["BTCUSDT", "ETHUSDT", "SPY"])
    #expect(TapeSymbol.find(inFileName: "ETHUSDT_BTCUSDT.csv", book: book) == nil)
    #expect(TapeSymbol.find(inFileName: "SPY_BTCUSDT.csv", book: book) == 0)
  }
}
