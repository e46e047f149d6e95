import Primitives
import Testing

@testable import Query

@Suite("What hangs out of an account")
struct AccountBoardTests {
  private let refresh = AccountBoard.refreshNanos

  @Test("A view that differs in time alone is no new version, until it is refreshed")
  func sameContent() throws {
    let board = AccountBoard()
    var view = try Samples.view(positions: [Samples.position()])
    board.publish(view, at: 100)
    let first = try #require(board.newest)
    view.deskTime = view.deskTime.adding(nanoseconds: 200_000_000)
    view.tapeRow += 3
    board.publish(view, at: 99 + refresh)
    #expect(board.newest?.version == first.version)
    #expect(board.newest?.view.deskTime == first.view.deskTime, "one tag, two contents")
    #expect(board.latest?.tapeRow == view.tapeRow && board.latest?.deskTime == view.deskTime)
    board.publish(view, at: 100 + refresh)
    #expect(board.newest?.version == first.version + 1)
    #expect(board.newest?.view.deskTime == view.deskTime)
  }

  @Test("Whatever else differs is a new version at once")
  func otherContent() throws {
    let board = AccountBoard()
    var view = try Samples.view(positions: [Samples.position()])
    var version: UInt64 = 0
    func expectNew(_ what: String) {
      board.publish(view, at: 1)
      #expect(board.newest?.version == version + 1, "\(what)")
      version = board.newest?.version ?? 0
    }
    expectNew("the first")
    view.workingOrders += 1
    expectNew("working orders")
    view.tapeEnded.toggle()
    expectNew("the end of the tape")
    view.badRows += 1
    expectNew("bad rows")
    view.curve.append(EquityPoint(at: view.deskTime, equity: 1))
    expectNew("the curve")
    view.mark = try Samples.view(positions: []).mark
    expectNew("positions")
  }
}
