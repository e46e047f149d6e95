import Primitives
import Testing
import Trading

@testable import Sync

@Suite("One cause is one alarm a change (S2-POS-15, S2-RSK-08)")
struct AlertBookTests {
  private let session = SessionID("s1")
  private let time = Timestamp(nanoseconds: 1_772_445_600 * Nanos.perSecond)

  /// Raises and folds in, as the desk does.
  private func raise(
    _ book: inout AlertBook, _ type: AlertType = .marginRatioLow, _ severity: AlertSeverity = .warning,
    symbol: String = ""
  ) -> Alert? {
    let alert = book.raise(
      type, severity, symbol: symbol, message: "m", details: [AlertDetail("a", "1")], session: session,
      at: time)
    if let alert { book.apply(alert) }
    return alert
  }

  private func resolve(_ book: inout AlertBook, _ type: AlertType, symbol: String = "") -> Alert? {
    let alert = book.resolve(type, symbol: symbol, message: "over")
    if let alert { book.apply(alert) }
    return alert
  }

  @Test("A condition fires once until it ends or gets worse, and ends under its own id")
  func condition() throws {
    var book = AlertBook()
    let first = try #require(raise(&book))
    #expect(raise(&book) == nil)
    let worse = try #require(raise(&book, .marginRatioLow, .critical))
    #expect(worse.id != first.id && book.firing == [worse])
    let end = try #require(resolve(&book, .marginRatioLow))
    #expect(end.id == worse.id && end.state == .resolved && end.firedAt == worse.firedAt)
    #expect(end.details == worse.details && book.firing.isEmpty)
    #expect(resolve(&book, .marginRatioLow) == nil)
    let again = try #require(raise(&book))
    #expect(Set([first.id, worse.id, again.id]).count == 3)
    #expect(book.raisedCount == 3, "an end takes no number")
  }

  @Test(
    "A happening is raised every time and never keeps firing",
    arguments: [
      AlertType.liquidationDetected, .overfill, .lateFill, .illegalFact,
    ])
  func happening(type: AlertType) {
    var book = AlertBook()
    let ids = (0..<3).compactMap { _ in raise(&book, type)?.id }
    #expect(Set(ids).count == 3 && book.firing.isEmpty)
    #expect(resolve(&book, type) == nil)
  }

  private func seen(_ actor: String) -> Acknowledgement {
    Acknowledgement(actor: actor, reason: "known", at: time)
  }

  @Test("Acknowledged, a condition keeps firing without a second line; a graver one is new")
  func acknowledged() throws {
    var book = AlertBook()
    let first = try #require(raise(&book))
    let change = try #require(book.acknowledge(first.id, seen("ann")))
    #expect(change.state == .acknowledged && change.message == first.message)
    book.apply(change)
    #expect(book.firing == [change] && book.listed == [change] && book.raisedCount == 1)
    #expect(raise(&book) == nil, "the cause is known")
    #expect(book.acknowledge(first.id, seen("bob")) == nil)
    let worse = try #require(raise(&book, .marginRatioLow, .critical))
    #expect(worse.acknowledgement == nil && book.firing == [worse])
    let end = try #require(resolve(&book, .marginRatioLow))
    #expect(end.acknowledgement == nil && book.listed.isEmpty)
  }

  @Test("A happening is listed until it is acknowledged, the newest within the cap")
  func happenings() throws {
    var book = AlertBook()
    for _ in 0..<(AlertBook.cap + 3) { _ = raise(&book, .lateFill) }
    #expect(book.happenings.count == AlertBook.cap && book.firing.isEmpty)
    let oldest = try #require(book.happenings.first)
    let change = try #require(book.acknowledge(oldest.id, seen("ann")))
    book.apply(change)
    #expect(book.happenings.count == AlertBook.cap - 1 && book[oldest.id] == nil)
    #expect(book.acknowledge(oldest.id, seen("ann")) == nil)
  }

  @Test("Symbols and types are causes of their own")
  func causes() {
    var book = AlertBook()
    #expect(raise(&book, .positionMismatch, .critical, symbol: "A") != nil)
    #expect(raise(&book, .positionMismatch, .critical, symbol: "B") != nil)
    #expect(raise(&book, .orderUnresolved, .critical, symbol: "A") != nil)
    #expect(resolve(&book, .positionMismatch, symbol: "A") != nil)
    #expect(book.firing.map(\.symbol) == ["B", "A"])
    #expect(book.firing(.positionMismatch, symbol: "A") == nil)
  }

  @Test("Ids come from session, cause and ordinal: the same on any machine, others in another session")
  func identity() {
    var one = AlertBook()
    var two = AlertBook()
    #expect(raise(&one)?.id == raise(&two)?.id)
    let other = AlertBook().raise(
      .marginRatioLow, .warning, symbol: "", message: "m", details: [], session: SessionID("s2"), at: time)
    #expect(other?.id != one.firing.first?.id)
  }

  @Test("At the cap the oldest is forgotten, the count is kept (domain model 10.5, 10)")
  func cap() {
    var book = AlertBook()
    for index in 0..<(AlertBook.cap + 5) {
      _ = raise(&book, .positionMismatch, .critical, symbol: "\(index)")
    }
    #expect(book.firing.count == AlertBook.cap && book.firing.first?.symbol == "5")
    #expect(book.raisedCount == Int64(AlertBook.cap + 5))
  }

  @Test("A restored book goes on as the one it was taken of")
  func restored() {
    var book = AlertBook()
    _ = raise(&book)
    _ = raise(&book, .positionMismatch, .critical, symbol: "A")
    var copy = AlertBook(firing: book.firing, raisedCount: book.raisedCount)
    #expect(copy == book)
    #expect(raise(&copy, .orderUnresolved)?.id == raise(&book, .orderUnresolved)?.id)
  }
}
