import CSQLite
import Foundation
import Ingest
import Testing

@testable import Runners

@Suite("What keeps the service from starting says what to do")
struct StartTests {
  private func message(_ settings: ServiceSettings) -> String {
    do {
      let running = try RunningService(settings)
      defer { running.stop() }
      guard case .failed(let reason)? = running.waitForEnd() else { return "started" }
      return reason
    } catch { return "\(error)" }
  }

  @Test("a data directory that is a file")
  func notADirectory() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/file"
    try "x".write(toFile: settings.dataDirectory, atomically: true, encoding: .utf8)
    let message = message(settings)
    #expect(message.contains(settings.dataDirectory), "\(message)")
  }

  @Test("a data directory in use, with the owner's process id")
  func inUse() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    let first = try RunningService(settings)
    defer { first.stop() }
    let message = message(settings)
    #expect(message.contains("in use") && message.contains("\(getpid())"), "\(message)")
  }

  @Test("a port in use")
  func portInUse() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/first"
    let first = try RunningService(settings)
    defer { first.stop() }
    settings.dataDirectory = scratch.path + "/second"
    settings.port = first.service.port
    do {
      let second = try Service(settings: settings, logger: first.logger) { _ in }
      defer { second.stop() }
      try second.start()
      Issue.record("two services listen on one port")
    } catch { #expect("\(error)".contains("in use"), "\(error)") }
  }

  @Test("a journal of a newer version, which stays as it is")
  func newerJournal() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    try RunningService(settings).stop()
    let file = settings.dataDirectory + "/sextant.sqlite"
    var database: OpaquePointer?
    #expect(sqlite3_open(file, &database) == SQLITE_OK)
    #expect(sqlite3_exec(database, "PRAGMA user_version = 9999", nil, nil, nil) == SQLITE_OK)
    sqlite3_close(database)
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    let message = message(settings)
    #expect(message.contains("newer"), "\(message)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
  }

  @Test("a tape that is not there, is no tape, or whose symbol nobody knows")
  func badTapes() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    settings.market = .replay(file: scratch.path + "/BTCUSDT_missing.csv")
    #expect(message(settings).contains("BTCUSDT_missing.csv"))
    let odd = scratch.path + "/BTCUSDT_odd.csv"
    try "a,b,c\n1,2,3\n".write(toFile: odd, atomically: true, encoding: .utf8)
    settings.market = .replay(file: odd)
    #expect(message(settings).contains("ts_ns,price,size,side,trade_id"))
    let unnamed = scratch.path + "/tape.csv"
    try "ts_ns,bid,bid_size,ask,ask_size\n".write(toFile: unnamed, atomically: true, encoding: .utf8)
    settings.market = .replay(file: unnamed)
    #expect(message(settings).contains("--symbol"))
  }
}
