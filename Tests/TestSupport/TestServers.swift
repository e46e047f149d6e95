import Foundation

/// The database servers that tests may use: those `./test` started or a person named, and the means to start
/// more.
///
/// A test that needs one that is not there is skipped by name:
/// `@Test(.enabled(if: TestServers.questdb != nil, "\(TestServers.noQuestDB)"))`.
/// The servers of `questdb` and `postgres` are shared by all tests of a run: never kill them, and expect
/// tables of others in them. A test that kills a server starts its own `QuestDBServer` or `PostgresServer`.
public enum TestServers {
  /// Connection string of a running QuestDB, from `SEXTANT_TEST_QUESTDB`.
  public static var questdb: String? { environment("SEXTANT_TEST_QUESTDB") }

  /// Connection string of a running PostgreSQL, from `SEXTANT_TEST_POSTGRES`.
  public static var postgres: String? { environment("SEXTANT_TEST_POSTGRES") }

  /// Whether a `QuestDBServer` can be started here.
  public static var canStartQuestDB: Bool { questdbScript != nil && java != nil }

  /// Whether a `PostgresServer` can be started here.
  public static var canStartPostgres: Bool { postgresPrograms != nil }

  /// Why a test of `questdb` did not run.
  public static let noQuestDB = "no QuestDB: SEXTANT_TEST_QUESTDB is not set"

  /// Why a test of `postgres` did not run.
  public static let noPostgres = "no PostgreSQL: SEXTANT_TEST_POSTGRES is not set"

  /// Why a test that starts a QuestDB did not run.
  public static var cannotStartQuestDB: String {
    questdbScript == nil
      ? "no QuestDB to start: no script in SEXTANT_TEST_QUESTDB_START or beside the shared test data"
      : "no QuestDB to start: no Java"
  }

  /// Why a test that starts a PostgreSQL did not run.
  public static let cannotStartPostgres = "no PostgreSQL to start: no initdb of Debian's postgresql"

  /// The script that runs a QuestDB in the foreground: DIR PG_PORT HTTP_PORT.
  static var questdbScript: String? {
    let script =
      environment("SEXTANT_TEST_QUESTDB_START")
      ?? SharedData.root.appendingPathComponent("questdb/start.sh").path
    return FileManager.default.isExecutableFile(atPath: script) ? script : nil
  }

  /// The folder of `initdb` and `postgres`, the newest version first; Debian keeps them out of PATH.
  static var postgresPrograms: String? {
    let debian = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
    let folders =
      versions.compactMap { Int($0) }.sorted(by: >).map { "\(debian)/\($0)/bin" } + searchPath
    return folders.first { folder in
      ["initdb", "postgres", "pg_isready"].allSatisfy { isProgram("\(folder)/\($0)") }
    }
  }

  private static var java: String? {
    if let home = environment("JAVA_HOME") {
      return isProgram(home + "/bin/java") ? home + "/bin/java" : nil
    }
    return searchPath.map { $0 + "/java" }.first(where: isProgram)
  }

  private static var searchPath: [String] {
    (environment("PATH") ?? "").split(separator: ":").map(String.init)
  }

  private static func isProgram(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
