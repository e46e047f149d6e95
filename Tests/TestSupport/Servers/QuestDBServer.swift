public import Foundation

/// A QuestDB of a test's own, on loopback, to be killed and started again.
///
/// Ports and data stay the same from start to start. It ends, and its data go, with the object; should the
/// test process die, it dies too. Check `TestServers.canStartQuestDB` first. A start takes 2 to 5 s, more on
/// a busy machine.
public final class QuestDBServer: Sendable {
  /// The port of the PostgreSQL protocol.
  public let pgPort: Int

  /// The port of the HTTP endpoint.
  public let httpPort: Int
  private let slot: ServerSlot
  private let environment: [String: String]

  /// Not running yet. `environment` sets the server's configuration, such as `QDB_CAIRO_COMMIT_MODE=sync`.
  public init(environment: [String: String] = [:]) throws {
    slot = try ServerSlot("questdb")
    pgPort = try LoopbackPort.free()
    httpPort = try LoopbackPort.free(andAt: [3])  // the third after it is QuestDB's health port
    self.environment = ["QUESTDB_JAVA_OPTIONS": "-Xmx512m -XX:+UseSerialGC"].merging(environment) { $1 }
  }

  /// A server that runs.
  public static func started(environment: [String: String] = [:]) throws -> QuestDBServer {
    let server = try QuestDBServer(environment: environment)
    try server.start()
    return server
  }

  /// How libpq reaches it.
  public var connectionString: String {
    "host=127.0.0.1 port=\(pgPort) user=admin password=quest dbname=qdb"
  }

  /// The root directory of the server.
  public var directory: URL { slot.data }

  /// Whether the process is there, paused or not.
  public var isRunning: Bool { slot.isRunning }

  /// Starts it and returns once it answers queries, at most 120 s; nothing when it runs.
  public func start() throws {
    guard let script = TestServers.questdbScript else {
      throw TestServerError(TestServers.cannotStartQuestDB)
    }
    try slot.start {
      try ServerProcess(
        [script, slot.data.path, String(pgPort), String(httpPort)], environment: environment, log: slot.log)
    } until: {
      let status = LoopbackPort.statusLine(of: "/ping", port: httpPort)
      return status?.contains(" 204") == true && LoopbackPort.answers(pgPort)
    }
  }

  /// SIGKILL, and waits for the end.
  public func kill() { slot.end(SIGKILL) }

  /// SIGTERM, and waits for the end.
  public func stop() { slot.end(SIGTERM) }

  /// Kills it and starts it again on the same directory and ports.
  public func restart() throws {
    kill()
    try start()
  }

  /// SIGSTOP: it keeps its connections and answers nothing until `resume`.
  public func pause() { slot.send(SIGSTOP) }

  /// SIGCONT, after `pause`.
  public func resume() { slot.send(SIGCONT) }
}
