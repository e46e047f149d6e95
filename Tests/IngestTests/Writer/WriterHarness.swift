import Desk
import Foundation
import Platform
import Primitives
import Trading

@testable import Ingest

/// A journal of a scripted desk, and a writer that follows it into a store.
final class WriterHarness {
  let store: StoreHarness
  let files = JournalHarness()
  let journal: SQLiteJournal
  let alerts = Notes<StoreAlert>()
  var desk: ScriptedDesk
  private(set) var writer: StoreWriter?
  private let directory: DataDirectory
  private let logPath: String
  private let sink: LogSink
  private let logFile: FileHandle

  /// A journal with a begun session, and no writer yet.
  init(_ store: StoreHarness, account: String = "main") throws {
    self.store = store
    desk = ScriptedDesk(account: account)
    directory = try files.directory()
    logPath = files.directoryPath + "/log"
    try Data().write(to: URL(filePath: logPath))
    logFile = try FileHandle(forWritingTo: URL(filePath: logPath))
    sink = LogSink(descriptor: logFile.fileDescriptor, format: .json, serviceName: "test")
    journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts, rules: JournalHarness.rules, logger: files.logger
    )
    try commit([desk.begin()])
  }

  deinit {
    writer?.stop(graceNanos: 0)
    journal.stop()
    directory.release()
    sink.close()
  }

  func commit(_ batches: [JournalBatch]) throws {
    let batches = batches.filter { !$0.events.isEmpty }
    guard let last = batches.last else { return }
    for batch in batches.dropLast() where !journal.append(batch, completion: { _ in }) {
      throw JournalError(.overloaded, "refused")
    }
    _ = try journal.commit(last)
  }

  func trade(_ count: Int) throws {
    for _ in 0..<count { try commit(desk.trade()) }
  }

  /// Commits trades without waiting for each.
  func trades(_ count: Int) throws {
    var batches: [JournalBatch] = []
    for _ in 0..<count { batches += desk.trade() }
    try commit(batches)
  }

  /// Starts a writer with short waits; a second one after `stop`.
  func start(
    address: String? = nil, market: MarketLane? = nil, _ change: (inout StoreWriterPlan) -> Void = { _ in }
  ) throws {
    var plan = StoreWriterPlan(
      kind: store.kind, connection: try ConnectionString(address ?? store.address),
      rules: JournalHarness.rules)
    plan.delayNanos = 5_000_000
    plan.inspectionNanos = 200_000_000
    change(&plan)
    let logger = Logger(label: "writer", level: .trace, sink: sink)
    let alerts = alerts
    let writer = StoreWriter(plan: plan, journal: journal, market: market, logger: logger) { alerts.add($0) }
    self.writer = writer
    writer.start()
  }

  func stop(graceNanos: Int64 = 30_000_000_000) {
    writer?.stop(graceNanos: graceNanos)
  }

  var status: StoreStatus { writer?.status ?? StoreStatus(kind: store.kind, target: "") }

  /// Whether something comes true within 60 s.
  func waits(for condition: () throws -> Bool) rethrows -> Bool {
    var patience = Patience(nanos: 60_000_000_000)
    while try !condition() {
      guard patience.pause() else { return try condition() }
    }
    return true
  }

  /// Whether everything committed is acknowledged, and the journal's cursor says so.
  func catchesUp() throws -> Bool {
    let reader = try files.reader()
    let target = journal.health.committedSeq
    return try waits {
      try status.state == .writing && status.acknowledgedSeq == target
        && reader.cursor(store.kind.rawValue) == target
    }
  }

  /// Whether the writer waits with a detail that holds these words.
  func waitsWith(_ words: String) -> Bool {
    waits { status.state == .waiting && status.detail.contains(words) }
  }

  func verify() throws -> VerifyReport {
    let connection = try store.connect()
    defer { connection.close() }
    var settings = VerifySettings()
    settings.lookAgainNanos = 1_000_000
    return try StoreVerifier(
      path: files.directoryPath + "/sextant.sqlite", rules: JournalHarness.rules, connection: connection,
      kind: store.kind, settings: settings
    ).run()
  }

  func deadLetters() throws -> [DeadLetter] {
    try files.reader().deadLetters(store: store.kind.rawValue, limit: 100_000)
  }

  /// Rows of a table that readers of the store see now.
  func count(_ table: Table) throws -> Int64 {
    let connection = try store.connect()
    defer { connection.close() }
    let inspector = StoreInspector(connection, kind: store.kind)
    _ = try inspector.waitUntilApplied([table], deadlineNanos: 30_000_000_000)
    let answer = try connection.query("SELECT count(*) FROM \(table.rawValue)")
    return answer.first?.first?.int64 ?? -1
  }

  func fired(_ kind: StoreAlert.Kind) -> [StoreAlert] { alerts.all.filter { $0.kind == kind && $0.isFiring } }

  /// Everything a person could read: status, alerts, log.
  func everythingSaid() throws -> String {
    sink.flush()
    let log = try String(contentsOfFile: logPath, encoding: .utf8)
    return "\(status) \(alerts.all) \(log)"
  }
}
