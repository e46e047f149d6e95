import Ingest
import Platform

/// `sextant migrate`: brings the tables of QuestDB or PostgreSQL up to date.
enum MigrateCommand {
  static let command = Command(
    name: "migrate", summary: "create or update the tables of QuestDB or PostgreSQL",
    discussion: "Applies the numbered files that the server has not had yet and checks every column "
      + "afterwards. A second run changes nothing; two at once end with the same tables. Refused while a "
      + "service holds the data directory.",
    options: [
      .dataDirectory("data directory of the service that writes there")
    ] + StoreOptions.all + StoreOptions.timeToLive)

  static func run(_ values: CommandValues) -> Int32 {
    do {
      let stores = try StoreOptions.someTargets(values)
      let directory = values.text("data") ?? ""
      let held = Files.canonicalPath(directory) == nil ? nil : try DataDirectory(path: directory)
      defer { held?.release() }
      for store in stores { try migrate(store, ttl: StoreOptions.timeToLive(values)) }
      return 0
    } catch let fault as StoreOptionsError {
      Terminal.error("sextant: \(fault)")
      return Sextant.ExitCode.usage
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }

  private static func migrate(_ store: StoreOptions.Target, ttl: StoreTTL) throws {
    let connection = try PostgresConnection.open(
      store.connection, timeoutNanos: 10_000_000_000, interrupt: nil)
    defer { connection.close() }
    let report = try StoreMigrator(
      connection, kind: store.kind, scripts: BuiltIn.storeScripts(store.kind), ttl: ttl
    ).run()
    Terminal.out(
      report.applied.isEmpty
        ? "\(store.kind.rawValue): up to date, every column as it should be"
        : "\(store.kind.rawValue): applied \(report.applied.joined(separator: ", "))")
  }
}
