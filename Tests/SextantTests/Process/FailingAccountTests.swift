import Foundation
import Ingest
import Platform
import Testing

@Suite("A process with an account that fails", .timeLimit(.minutes(5)))
struct FailingAccountTests {
  @Test("says so with its exit code, however it is ended; the other account traded on")
  func exitCode() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "accounts-\(UUID().uuidString).json5")
    defer { try? FileManager.default.removeItem(at: file) }
    try "{ strategy: 'none', accounts: [ { name: 'alpha' }, { name: 'beta' } ] }".write(
      to: file, atomically: true, encoding: .utf8)
    let served = try ServedProcess(["--config", file.path, "--open-loopback"])
    try SQLiteConnection(path: served.data + "/paper.sqlite", mode: .readWrite).execute(
      """
      CREATE TRIGGER broken BEFORE INSERT ON requests WHEN NEW.session = 'sextant-beta-1'
        BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END
      """)
    func signal(_ account: String) throws -> Wire.Answer {
      try Wire.post(
        "/api/signals?account=\(account)",
        #"{"signal_type":"S1","symbol":"BTCUSDT","side":"BUY","quantity":"0.01"}"#, port: served.port)
    }
    let doubt = try signal("beta")
    #expect(doubt.status == 503 && doubt.code == "OUTCOME_UNKNOWN", "\(doubt.text)")
    try served.waitUntil("beta is said to have failed") {
      let answer = try signal("beta")
      return answer.status == 503 && answer.code == "ACCOUNT_FAILED"
    }
    #expect(try signal("alpha").status == 201)
    #expect(try Wire.get("/health/ready", port: served.port).status == 503)
    #expect(served.isRunning)
    #expect(served.terminate().code == 1)
    #expect(served.log.contains("stopped; accounts had failed"))
  }
}
