import Foundation
import Platform
import Testing

@Suite("A process whose wall clock is set", .timeLimit(.minutes(5)))
struct ClockJumpTests {
  private static let signal = #"{"signal_type":"S1","symbol":"BTCUSDT","side":"BUY","quantity":"0.01"}"#

  private func json(_ path: String, _ served: ServedProcess) throws -> JSONValue {
    let answer = try Wire.get(path, port: served.port)
    let body = answer.text.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
    return try JSONParser.parse(Array(body.utf8))
  }

  private func order(_ id: String, _ served: ServedProcess) throws {
    let body = Self.signal.dropLast() + #","signal_id":"\#(id)"}"#
    let answer = try Wire.post("/api/signals?account=beta", String(body), port: served.port)
    #expect(answer.status == 201, "\(id): \(answer.text)")
  }

  private func filled(_ count: Int64, _ served: ServedProcess) throws {
    try served.waitUntil("\(count) orders are filled") {
      try json("/api/orders?account=beta&status=FILLED", served)["count"]?.int64 == count
    }
  }

  @Test("back by an hour: nothing breaks, one alert for the machine; a restart under it goes on")
  func backAnHour() throws {
    let clock: SetClock
    do { clock = try SetClock() } catch is SetClock.NoCompiler {
      return print("NOT RUN: a clock set back (install a C compiler)")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("jump-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.path + "/desk.json5"
    try "{ strategy: 'none', accounts: [ { name: 'alpha' }, { name: 'beta' } ] }".write(
      toFile: file, atomically: true, encoding: .utf8)
    func serve() throws -> ServedProcess {
      try ServedProcess(
        ["--config", file, "--open-loopback"], data: folder.path + "/data", environment: clock.environment)
    }
    let served = try serve()
    try order("before", served)
    try filled(1, served)
    let before = try json("/api/pnl?account=beta", served)["desk_time"]?.string ?? ""
    try clock.set(seconds: -3_600)
    try served.waitUntil("the alert is in the history") {
      try json("/api/alerts?type=CLOCK_JUMP", served)["count"]?.int64 ?? 0 > 0
    }
    try order("after", served)
    try filled(2, served)
    // Every thread looks once a second: by then the other account's has, had it to tell.
    var seen: Set<Substring> = []
    try served.waitUntil("desk time goes on for seconds") {
      seen.insert(try json("/api/pnl?account=beta", served)["desk_time"]?.string?.prefix(19) ?? "")
      return seen.count > 4
    }
    let alerts = try json("/api/alerts?type=CLOCK_JUMP", served)
    #expect(alerts["count"]?.int64 == 1)
    #expect(alerts["results"]?.array?.first?["account_id"]?.string == "alpha")
    let message = alerts["results"]?.array?.first?["message"]?.string ?? ""
    #expect(message.hasPrefix("the wall clock was set back by 3"), "\(message)")
    #expect(try Wire.get("/health/ready", port: served.port).status == 200)
    #expect(served.terminate().code == 0)
    let again = try serve()
    let session = try json("/api/pnl?account=beta", again)
    #expect(session["session_id"]?.string == "sextant-beta-1")
    #expect(session["desk_time"]?.string ?? "" > before)
    try order("again", again)
    try filled(3, again)
    try clock.set(seconds: 0)
    try again.waitUntil("the way back is told too") {
      try json("/api/alerts?type=CLOCK_JUMP", again)["count"]?.int64 == 2
    }
    try order("forward", again)
    try filled(4, again)
    #expect(again.terminate().code == 0)
  }
}
