import Testing

@testable import Platform
@testable import Query

@Suite("Wrong tokens")
struct FailedAttemptsTests {
  private static let second: Int64 = 1_000_000_000

  @Test("block an address past the limit until its window is over")
  func blocks() {
    var attempts = FailedAttempts()
    for _ in 1..<FailedAttempts.limit { attempts.note("a", at: 0) }
    #expect(attempts.secondsBlocked("a", at: 0) == nil)
    attempts.note("a", at: 10 * Self.second)
    #expect(attempts.secondsBlocked("a", at: 10 * Self.second) == 50)
    #expect(attempts.secondsBlocked("a", at: 60 * Self.second - 1) == 1)
    #expect(attempts.secondsBlocked("a", at: 60 * Self.second) == nil)
    #expect(attempts.secondsBlocked("b", at: 10 * Self.second) == nil)
    attempts.note("a", at: 60 * Self.second)
    #expect(attempts.secondsBlocked("a", at: 60 * Self.second) == nil)
  }

  @Test("are remembered for so many addresses only, the oldest forgotten first")
  func bounded() {
    var attempts = FailedAttempts()
    for _ in 0..<FailedAttempts.limit { attempts.note("first", at: 0) }
    for number in 1..<FailedAttempts.cap { attempts.note("\(number)", at: Int64(number)) }
    #expect(attempts.count == FailedAttempts.cap)
    #expect(attempts.secondsBlocked("first", at: 2_000) != nil)
    attempts.note("one more", at: 2_000)
    #expect(attempts.count == FailedAttempts.cap)
    #expect(attempts.secondsBlocked("first", at: 2_000) == nil)
  }

  @Test("are 429 past the limit; a right one of this machine passes all the same, one from afar does not")
  func limited() {
    let gate = AccessGate(AccessSettings(), host: "0.0.0.0", ownToken: "right") { 0 }
    func ask(_ token: String, from address: String) -> (status: Int, wait: String?) {
      let request = HTTPRequest(
        method: .get, path: "/api/positions", query: [],
        headers: [HTTPHeader("Authorization", "Bearer \(token)")], remoteAddress: address)
      switch gate.admit(request, to: "/api/positions") {
      case .passed: return (200, nil)
      case .refused(let response): return (response.status, response.header("Retry-After"))
      }
    }
    for address in ["127.0.0.1", "10.0.0.9"] {
      for _ in 0..<FailedAttempts.limit { #expect(ask("wrong", from: address).status == 401) }
      let blocked = ask("wrong", from: address)
      #expect(blocked.status == 429)
      #expect(blocked.wait == "60")
    }
    #expect(ask("right", from: "127.0.0.1").status == 200)
    #expect(ask("right", from: "10.0.0.9").status == 429)
    #expect(ask("right", from: "10.0.0.8").status == 200)
  }
}
