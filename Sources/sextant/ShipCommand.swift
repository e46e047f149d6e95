import Desk
import Ingest
import Platform
import Primitives

/// `sextant ship`: writes what the journal holds to QuestDB or PostgreSQL, from the first event on.
enum ShipCommand {
  static let command = Command(
    name: "ship", summary: "rebuild QuestDB or PostgreSQL from the journal",
    discussion: "Sends every row of the journal again; a row that is there already stays one row. With "
      + "--from or --to only rows of those days. Refused while a service holds the data directory: it "
      + "keeps its stores up by itself.",
    options: [
      .dataDirectory("directory of the journal"),
      Command.Option("from", .checked(dayFault), help: "first day, UTC", placeholder: "YYYY-MM-DD"),
      Command.Option("to", .checked(dayFault), help: "last day, UTC", placeholder: "YYYY-MM-DD"),
    ] + StoreOptions.all)

  /// Seconds without any progress after which a server counts as unreachable.
  private static let patienceNanos: Int64 = 60 * Nanos.perSecond

  static func run(_ values: CommandValues) -> Int32 {
    do {
      let stores = try StoreOptions.someTargets(values)
      let days = try days(values)
      let directory = try DataDirectory(existing: values.text("data") ?? "")
      defer { directory.release() }
      let sink = LogSink(format: ANSI.isTerminal(2) ? .text : .json)
      defer { sink.close() }
      let logger = Logger(label: "ship", level: .warning, sink: sink)
      let rules = try ProjectionRules.of(directory: directory.path)
      let journal = try SQLiteJournal(
        directory: directory, scripts: BuiltIn.journalScripts, rules: rules, logger: logger)
      defer { journal.stop() }
      let cut = try JournalReader(path: journal.path, instruments: rules.instruments).cut()
      var isWhole = true
      for store in stores { isWhole = ship(store, days, journal, cut, rules, logger) && isWhole }
      return isWhole ? 0 : Sextant.ExitCode.failure
    } catch let fault as StoreOptionsError {
      Terminal.error("sextant: \(fault)")
      return Sextant.ExitCode.usage
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }

  private static func ship(
    _ store: StoreOptions.Target, _ days: DayRange?, _ journal: SQLiteJournal, _ cut: JournalCut?,
    _ rules: ProjectionRules, _ logger: Logger
  ) -> Bool {
    var plan = StoreWriterPlan(kind: store.kind, connection: store.connection, rules: rules)
    plan.scope = .rebuild(days: days)
    let name = store.kind.rawValue
    let writer = StoreWriter(plan: plan, journal: journal, logger: logger) { alert in
      guard alert.isFiring else { return }
      Terminal.error(
        "\(name): \(alert.message)" + (alert.repair.isEmpty ? "" : ". Repair: \(alert.repair)"))
    }
    let total = Int(journal.health.committedSeq)
    if let cut {
      Terminal.out(
        "\(name): \(cut.sentence(store: name)); what \(name) does not have of them stays missing there")
    }
    var bar = ProgressBar(label: "ship \(name)", total: total)
    writer.start()
    var (best, since) = (Int64(-1), MonotonicClock.nowNanoseconds())
    while !writer.waitForEnd(upTo: 50 * Nanos.perMillisecond) {
      let (now, done) = (MonotonicClock.nowNanoseconds(), writer.status.acknowledgedSeq)
      if done > best { (best, since) = (done, now) }
      bar.update(Int(done))
      if now - since > patienceNanos { break }
    }
    let status = writer.status
    // A writer that waits for room in the journal would not end before the journal does.
    journal.giveUpWaiting()
    writer.stop(graceNanos: 0)
    bar.finish(Int(status.acknowledgedSeq))
    guard status.acknowledgedSeq >= Int64(total) else {
      Terminal.error("\(name): not everything was written: \(status.detail)")
      return false
    }
    Terminal.out(
      "\(name): \(status.rowsWritten) rows of \(total - Int(cut?.seq ?? 0)) events written"
        + (status.rowsRefused > 0 ? ", \(status.rowsRefused) refused (sextant verify names them)" : ""))
    return status.rowsRefused == 0
  }

  private static func days(_ values: CommandValues) throws -> DayRange? {
    let first = values.text("from").flatMap(VerifyDay.init(text:))
    let last = values.text("to").flatMap(VerifyDay.init(text:))
    guard first != nil || last != nil else { return nil }
    if let first, let last, first > last { throw StoreOptionsError(description: "--from is after --to") }
    return DayRange(first: first, last: last)
  }

  private static func dayFault(_ text: String) -> String? {
    VerifyDay(text: text) == nil ? "must be a date such as 2024-02-25" : nil
  }
}
