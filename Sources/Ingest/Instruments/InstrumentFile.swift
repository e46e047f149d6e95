internal import Platform
internal import Primitives
public import Trading

/// The instruments an account may trade, as a person writes them down.
///
/// A JSON object `{"instruments": [...]}`; `comment` is allowed in every object. Numbers may be JSON
/// numbers or strings and are read exactly. Every fault is reported, not only the first.
public struct InstrumentFile: Sendable, Hashable {
  /// The largest file accepted, bytes: `InstrumentBook.cap` instruments with long ladders fit.
  public static let maxBytes = 8 << 20

  /// The instruments in file order.
  public var instruments: [Instrument] { book.instruments }
  /// The same as the book whose indices the core uses.
  public let book: InstrumentBook
  /// The file as it was read.
  public let bytes: [UInt8]

  /// Reads and checks a file.
  public init(json bytes: [UInt8]) throws(InstrumentFileError) {
    let root: JSONValue
    do throws(JSONError) {
      root = try JSONParser.parse(bytes, limits: JSONLimits(maxBytes: Self.maxBytes))
    } catch {
      throw InstrumentFileError(error)
    }
    var faults: [String] = []
    var instruments: [Instrument] = []
    let file = JSONFields(root, path: "", known: ["instruments"], faults: &faults)
    let elements = file.array("instruments", faults: &faults)
    if let elements, elements.isEmpty { faults.append("instruments must not be empty") }
    var pathBySymbol: [Symbol: String] = [:]
    for (index, element) in (elements ?? []).prefix(InstrumentBook.cap + 1).enumerated() {
      let path = "instruments[\(index)]"
      let before = faults.count
      let instrument = Instrument(element, path: path, faults: &faults)
      guard let instrument, faults.count == before else { continue }
      if let earlier = pathBySymbol.updateValue(path, forKey: instrument.symbol) {
        faults.append("\(path).symbol \(instrument.symbol) is also that of \(earlier)")
      }
      instruments.append(instrument)
    }
    if instruments.count > InstrumentBook.cap {
      faults.append("instruments has more than \(InstrumentBook.cap) elements")
    }
    guard faults.isEmpty, let book = InstrumentBook(instruments) else {
      throw InstrumentFileError(faults: faults)
    }
    self.book = book
    self.bytes = bytes
  }
}
