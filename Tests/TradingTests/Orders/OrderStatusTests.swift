import TestSupport
import Testing

@testable import Trading

@Suite("The table of an order's life (ruling 21, domain model 10.2)")
struct OrderStatusTests {
  /// Every pair, written out from the ruling: the state after, or nil where the move is illegal.
  static let table: [(OrderStatus, OrderMove, OrderStatus?)] = [
    (.pending, .accept, .submitted),
    (.pending, .partialFill, .partiallyFilled),
    (.pending, .fill, .filled),
    (.pending, .cancel, .cancelled),
    (.pending, .fail, .failed),
    (.submitted, .accept, nil),
    (.submitted, .partialFill, .partiallyFilled),
    (.submitted, .fill, .filled),
    (.submitted, .cancel, .cancelled),
    (.submitted, .fail, .failed),
    (.partiallyFilled, .accept, .partiallyFilled),
    (.partiallyFilled, .partialFill, .partiallyFilled),
    (.partiallyFilled, .fill, .filled),
    (.partiallyFilled, .cancel, .cancelled),
    (.partiallyFilled, .fail, .cancelled),
    (.filled, .accept, .filled),
    (.filled, .partialFill, .filled),
    (.filled, .fill, .filled),
    (.filled, .cancel, nil),
    (.filled, .fail, nil),
    (.cancelled, .accept, nil),
    (.cancelled, .partialFill, .cancelled),
    (.cancelled, .fill, .cancelled),
    (.cancelled, .cancel, nil),
    (.cancelled, .fail, nil),
    (.failed, .accept, nil),
    (.failed, .partialFill, .failed),
    (.failed, .fill, .failed),
    (.failed, .cancel, nil),
    (.failed, .fail, nil),
  ]

  @Test("Each status answers each move as the ruling says", arguments: table)
  func move(status: OrderStatus, move: OrderMove, expected: OrderStatus?) {
    #expect(status.after(move) == expected)
  }

  @Test("The table names every pair once")
  func complete() {
    let pairs = Set(Self.table.map { "\($0.0.rawValue) \($0.1.rawValue)" })
    #expect(pairs.count == OrderStatus.allCases.count * OrderMove.allCases.count)
    #expect(Self.table.count == pairs.count)
  }

  @Test("Nothing leads out of an end, and every other state can end")
  func ends() {
    for status in OrderStatus.allCases {
      let next = Set(OrderMove.allCases.compactMap { status.after($0) })
      if status.isTerminal {
        #expect(next.isSubset(of: [status]))
      } else {
        #expect(next.isSuperset(of: [.filled, .cancelled]))
      }
    }
    #expect(OrderStatus.allCases.filter(\.isTerminal) == [.filled, .cancelled, .failed])
  }

  @Test("Names are the specification's (S2-ORD-02)")
  func names() {
    #expect(
      OrderStatus.allCases.map(\.rawValue) == [
        "PENDING", "SUBMITTED", "PARTIALLY_FILLED", "FILLED", "CANCELLED", "FAILED",
      ])
  }

  /// Another system's states as ours. Its SUBMITTED is sent and unanswered, our PENDING; its ACCEPTED
  /// is our SUBMITTED. States for amending, triggers and emulation have no counterpart.
  private static let states: [String: OrderStatus] = [
    "SUBMITTED": .pending, "ACCEPTED": .submitted, "PARTIALLY_FILLED": .partiallyFilled,
    "FILLED": .filled, "CANCELED": .cancelled, "REJECTED": .failed,
  ]
  private static let moves: [String: OrderMove] = [
    "ACCEPTED": .accept, "FILLED": .fill, "CANCELED": .cancel, "REJECTED": .fail,
  ]

  @Test(
    "What another system's table allows, ours allows with the same end, a fill after a cancel apart",
    .enabled(if: SharedData.isPresent, "the shared test data is absent"))
  func oracle() throws {
    let system = try SharedData.object("data/cases/order_state_machines.json")["nautilus_trader"]
    let transitions = (system as? [String: Any])?["transitions"] as? [[String: Any]] ?? []
    var compared = 0
    for transition in transitions {
      guard let from = (transition["from"] as? String).flatMap({ Self.states[$0] }),
        let move = (transition["event"] as? String).flatMap({ Self.moves[$0] }),
        let end = (transition["to"] as? String).flatMap({ Self.states[$0] })
      else { continue }
      compared += 1
      // Ruling 21: a fill after the end is booked and leaves the end as it is. And what is partly
      // filled stays so when its acknowledgement comes late: theirs goes back to accepted.
      let staysAsItIs = from == .cancelled && move == .fill || from == .partiallyFilled && move == .accept
      let expected = staysAsItIs ? from : end
      #expect(from.after(move) == expected, "\(from.rawValue) \(move.rawValue)")
    }
    #expect(compared >= 10, "the file has changed: only \(compared) rows apply")
  }
}
