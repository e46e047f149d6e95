import Foundation
import TestSupport
import Testing

/// The servers that other tests kill: what those tests take for granted.
@Suite("Servers of the tests' own")
struct ServerTests {
  @Test(
    "a QuestDB comes back on its ports after a kill, and leaves nothing behind",
    .enabled(if: TestServers.canStartQuestDB, "\(TestServers.cannotStartQuestDB)"))
  func questdb() throws {
    var server: QuestDBServer? = try QuestDBServer.started()
    let directory = try #require(server?.directory)
    #expect(server?.isRunning == true)
    server?.kill()
    #expect(server?.isRunning == false)
    try server?.start()
    #expect(server?.isRunning == true)
    #expect(FileManager.default.fileExists(atPath: directory.path))
    server = nil
    #expect(!FileManager.default.fileExists(atPath: directory.path))
  }

  @Test(
    "a PostgreSQL comes back on its port after a kill, and leaves nothing behind",
    .enabled(if: TestServers.canStartPostgres, "\(TestServers.cannotStartPostgres)"))
  func postgres() throws {
    var server: PostgresServer? = try PostgresServer.started()
    let directory = try #require(server?.directory)
    try server?.restart()
    #expect(server?.isRunning == true)
    server?.stop()
    #expect(server?.isRunning == false)
    #expect(FileManager.default.fileExists(atPath: directory.path))
    server = nil
    #expect(!FileManager.default.fileExists(atPath: directory.path))
  }

  @Test("a server that cannot start says why", .enabled(if: TestServers.canStartPostgres, "no PostgreSQL"))
  func failure() {
    #expect {
      try PostgresServer.started(settings: ["no_such_setting=on"])
    } throws: {
      "\($0)".contains("no_such_setting")
    }
  }
}
