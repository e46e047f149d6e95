import Glibc
import Ingest
import Primitives
import Testing
import Trading

@Suite("The instruments file")
struct InstrumentFileTests {
  static let valid = """
    {"symbol": "btcusdt", "venue": "sample", "kind": "linear", "base": "BTC", "quote": "USDT",
     "settle": "USDT", "tick_size": "0.1", "lot_step": 0.001, "min_quantity": "0.001",
     "max_quantity": 1000, "min_notional": "5", "contract_size": "1", "maker_fee_rate": "-0.0001",
     "taker_fee_rate": "0.0005", "tiers": [
       {"floor": "0", "maintenance_rate": "0.004", "deduction": "0", "max_leverage": 125},
       {"floor": "50000", "maintenance_rate": "0.005", "deduction": "50", "max_leverage": 100}]}
    """

  static func read(_ element: String) throws(InstrumentFileError) -> InstrumentFile {
    try InstrumentFile(json: Array("{\"instruments\": [\(element)]}".utf8))
  }

  static func faults(_ json: String) -> [String] {
    do throws(InstrumentFileError) {
      _ = try InstrumentFile(json: Array(json.utf8))
      return []
    } catch {
      return error.faults
    }
  }

  /// The faults of the valid instrument with one text replaced.
  static func faults(replacing text: String, by other: String) -> [String] {
    let pieces = valid.split(separator: text, omittingEmptySubsequences: false)
    #expect(pieces.count > 1, "the sample does not hold \(text)")
    return faults("{\"instruments\": [\(pieces.joined(separator: other))]}")
  }

  @Test("is read exactly, numbers as JSON numbers or texts")
  func valid() throws {
    let file = try Self.read(Self.valid)
    let instrument = try #require(file.instruments.first)
    #expect(instrument.symbol.text == "BTCUSDT")
    #expect(instrument.kind == .linear)
    #expect(instrument.lotStep == (try TapeSample.decimal("0.001")))
    #expect(instrument.makerFeeRate == (try TapeSample.decimal("-0.0001")))
    #expect(instrument.tiers.map(\.maxLeverage) == [125, 100])
    #expect(instrument.tiers.last?.deduction == 50)
    #expect(file.book.index(of: instrument.symbol) == 0)
  }

  @Test(
    "names each fault with its path",
    arguments: [
      ("\"0.1\"", "\"0\"", "instruments[0].tick_size must be a positive decimal, got \"0\""),
      ("\"0.1\"", "\"1e3\"", "instruments[0].tick_size must be a positive decimal, got \"1e3\""),
      ("\"0.1\"", "true", "instruments[0].tick_size must be a positive decimal, got true"),
      (
        "\"linear\"", "\"future\"", "instruments[0].kind must be one of linear, inverse, spot, got \"future\""
      ),
      (
        "\"0.0005\"", "\"5\"",
        "instruments[0].taker_fee_rate must be a fraction between -0.1 and 0.1, got \"5\""
      ),
      (
        "\"settle\": \"USDT\"", "\"settle\": \"BTC\"",
        "instruments[0].settle must be USDT for kind linear, got \"BTC\""
      ),
      ("1000", "0.0001", "instruments[0].max_quantity 0.0001 is below min_quantity 0.001"),
      (
        "\"min_quantity\": \"0.001\"", "\"min_quantity\": \"0.0015\"",
        "instruments[0].min_quantity 0.0015 must be a multiple of lot_step 0.001"
      ),
      ("\"venue\": \"sample\",", "", "instruments[0].venue is missing"),
      ("\"sample\"", "\"Sample\"", "instruments[0].venue must be lower case"),
      (
        "\"btcusdt\"", "\"btc usdt\"",
        "instruments[0].symbol must be 1 to 32 characters of A-Z, 0-9, _ . / : and -"
      ),
      ("125", "0", "instruments[0].tiers[0].max_leverage must be a whole number 1 to 1000, got 0"),
      (
        "\"0.005\"", "\"0.003\"",
        "instruments[0].tiers[1].maintenance_rate must not be below that of the tier before"
      ),
      ("\"50000\"", "\"0\"", "instruments[0].tiers[1].floor 0 must be above 0 of the tier before"),
      (
        "\"0.004\"", "\"4\"",
        "instruments[0].tiers[0].maintenance_rate must be a fraction above 0 and below 1, got \"4\""
      ),
    ])
  func oneFault(text: String, other: String, expected: String) {
    #expect(Self.faults(replacing: text, by: other) == [expected])
  }

  @Test("names unknown keys and the known ones")
  func unknownKeys() {
    let faults = Self.faults(replacing: "\"venue\"", by: "\"tick\": 1, \"venue\"")
    #expect(faults.count == 1)
    #expect(
      faults.first?.hasPrefix("instruments[0].tick is not known here; known are symbol, venue,") == true)
    #expect(Self.faults(replacing: "\"venue\"", by: "\"comment\": \"x\", \"venue\"").isEmpty)
    #expect(Self.faults("{\"instrument\": []}").count == 2)
  }

  @Test("reports all faults at once, whatever the shape")
  func allFaults() {
    #expect(Self.faults("[]") == ["the file must be an object, got an array"])
    #expect(Self.faults("{\"instruments\": []}") == ["instruments must not be empty"])
    #expect(Self.faults("{\"instruments\": {}}") == ["instruments must be an array, got an object"])
    #expect(Self.faults("{").first?.hasPrefix("the file is not valid JSON: byte ") == true)
    #expect(Self.faults("{\"instruments\": [7, {}]}").count == 16)
    #expect(
      Self.faults("{\"instruments\": [\(Self.valid), \(Self.valid)]}")
        == ["instruments[1].symbol BTCUSDT is also that of instruments[0]"])
    let many = Array(repeating: "{}", count: 50).joined(separator: ",")
    let faults = Self.faults("{\"instruments\": [\(many)]}")
    #expect(faults.count == InstrumentFileError.faultCap)
    #expect(faults.last == "and 651 faults more")
  }

  @Test("as delivered is sound: known symbols, ladders without a step, leverage the margin allows")
  func delivered() throws {
    let tests = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let path = "/\(tests)/Sources/Ingest/Instruments/instruments.json"
    let file = try InstrumentFile(json: try TapeSample().bytes(path))
    #expect(
      file.instruments.map(\.symbol.text)
        == ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "BTCUSD", "SPY", "EURUSD", "BTC/USDT"])
    for instrument in file.instruments {
      for (tier, next) in zip(instrument.tiers, instrument.tiers.dropFirst()) {
        let step = next.floor.multiplied(by: next.maintenanceRate - tier.maintenanceRate, rounding: .halfEven)
        #expect(next.deduction == tier.deduction + step, "\(instrument.symbol) at \(next.floor)")
        #expect(next.maxLeverage < tier.maxLeverage)
      }
      for tier in instrument.tiers {
        // The initial margin at the highest leverage is at least the maintenance margin.
        #expect(tier.maintenanceRate.multiplied(by: tier.maxLeverage) <= 1)
      }
    }
    #expect(
      SyntheticInstrument.defaults(in: file.book).map(\.symbol.text) == ["BTCUSDT", "ETHUSDT", "SOLUSDT"])
    for name in ["BTCUSDT_trades.csv", "equity_SPY_trades.csv.gz", "EURUSD_quotes.csv.gz"] {
      #expect(TapeSymbol.find(inFileName: name, book: file.book) != nil)
    }
  }
}
