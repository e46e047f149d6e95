import Foundation

/// The database servers that tests may use.
public enum TestServers {
  /// Connection string of a running QuestDB, from `SEXTANT_TEST_QUESTDB`.
  public static var questdb: String? { ProcessInfo.processInfo.environment["SEXTANT_TEST_QUESTDB"] }

  /// Connection string of a running PostgreSQL, from `SEXTANT_TEST_POSTGRES`.
  public static var postgres: String? { ProcessInfo.processInfo.environment["SEXTANT_TEST_POSTGRES"] }

  /// Why a test of `questdb` did not run.
  public static let noQuestDB = "no QuestDB: SEXTANT_TEST_QUESTDB is not set"

  /// Why a test of `postgres` did not run.
  public static let noPostgres = "no PostgreSQL: SEXTANT_TEST_POSTGRES is not set"
}
