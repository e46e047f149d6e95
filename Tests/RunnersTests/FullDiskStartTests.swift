import Platform
import Primitives
import Query
import TestSupport
import Testing

@testable import Ingest
@testable import Runners

@Suite("A start on a full disk")
struct FullDiskStartTests {
  @Test("gives up the reserve; without one it waits, says why, and begins once there is room")
  func waits() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    settings.port = 0
    settings.strategy = nil
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    sink.level = .critical
    let service = try Service(settings: settings, logger: Logger(label: "test", sink: sink)) { _ in }
    defer { service.stop() }
    let isFull = Switch(true)
    service.journalSettings.withLock {
      $0.beforeOpen = { () throws(SQLiteError) in
        guard isFull.isOn else { return }
        throw SQLiteError(extendedCode: 4874, message: "disk I/O error", statement: "")
      }
    }
    _ = try DataDirectory(path: settings.dataDirectory)
    try Files.writeAtomically([0], to: settings.dataDirectory + "/reserve")
    try service.start()
    #expect(Files.size(settings.dataDirectory + "/reserve") == nil)
    let ready = try Loopback.get("/health/ready", port: service.port)
    #expect(ready.status == 503)
    #expect(ready.json["checks"]?["journal"]?["detail"]?.string?.contains("the disk is full") == true)
    isFull.isOn = false
    wait("it trades") { service.accounts.all[0].phase == .running }
  }

  @Test("waits no longer than until it is stopped")
  func stops() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    settings.port = 0
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    sink.level = .critical
    let service = try Service(settings: settings, logger: Logger(label: "test", sink: sink)) { _ in }
    service.journalSettings.withLock {
      $0.beforeOpen = { () throws(SQLiteError) in
        throw SQLiteError(extendedCode: 13, message: "database or disk is full", statement: "")
      }
    }
    try service.start()
    service.stop()
    let next = try DataDirectory(path: settings.dataDirectory)
    next.release()
  }

  private func wait(_ what: String, _ holds: () -> Bool) {
    let start = MonotonicClock.nowNanoseconds()
    while MonotonicClock.nowNanoseconds() - start < RunningService.deadlineNanos {
      if holds() { return }
      _ = OneShot<Bool>().wait(upTo: Nanos.perMillisecond)
    }
    Issue.record("not within the deadline: \(what)")
  }
}
