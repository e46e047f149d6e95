internal import Primitives

/// Position of an instrument in the book: what the hot path indexes by instead of hashing a symbol.
public typealias InstrumentIndex = Int

/// The instruments an account may trade, in a fixed order for the life of the process.
public struct InstrumentBook: Sendable, Hashable {
  /// At most this many instruments.
  public static let cap = 1_000

  /// In file order.
  public let instruments: [Instrument]
  private let indexBySymbol: OrderedTable<Symbol, InstrumentIndex>

  /// Nil when two instruments share a symbol or there are more than `cap`.
  public init?(_ instruments: [Instrument]) {
    guard instruments.count <= Self.cap else { return nil }
    var index: OrderedTable<Symbol, InstrumentIndex> = [:]
    for (position, instrument) in instruments.enumerated() {
      guard index.updateValue(position, forKey: instrument.symbol) == nil else { return nil }
    }
    self.instruments = instruments
    indexBySymbol = index
  }

  /// Number of instruments.
  @inlinable public var count: Int { instruments.count }
  /// The instrument at an index this book gave out.
  @inlinable public subscript(index: InstrumentIndex) -> Instrument { instruments[index] }
  /// Where a symbol stands; nil when unknown.
  public func index(of symbol: Symbol) -> InstrumentIndex? {
    indexBySymbol.value(forKey: symbol)
  }

  /// Whether both list the same instruments in the same order.
  public static func == (left: InstrumentBook, right: InstrumentBook) -> Bool {
    left.instruments == right.instruments
  }

  /// By the instruments.
  public func hash(into hasher: inout Hasher) { hasher.combine(instruments) }
}
