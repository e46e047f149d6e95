public import Foundation

/// A PostgreSQL of a test's own, on loopback, to be killed and started again.
///
/// As `QuestDBServer`; it asks for a password, so that a wrong one can be tried. Check
/// `TestServers.canStartPostgres` first.
public final class PostgresServer: Sendable {
  /// The port of the protocol.
  public let port: Int
  private let slot: ServerSlot
  private let programs: String
  private let settings: [String]

  /// Not running yet. `settings` are those of postgresql.conf, such as `fsync=off`.
  public init(settings: [String] = []) throws {
    guard let programs = TestServers.postgresPrograms else {
      throw TestServerError(TestServers.cannotStartPostgres)
    }
    self.programs = programs
    self.settings = settings
    slot = try ServerSlot("postgres")
    port = try LoopbackPort.free()
  }

  /// A server that runs.
  public static func started(settings: [String] = []) throws -> PostgresServer {
    let server = try PostgresServer(settings: settings)
    try server.start()
    return server
  }

  /// How libpq reaches it; the user may do everything, databases of a test's own included.
  public var connectionString: String {
    "host=127.0.0.1 port=\(port) user=sextant password=\(Self.password) dbname=postgres"
  }

  /// The data directory of the server.
  public var directory: URL { slot.data }

  /// Whether the process is there, paused or not.
  public var isRunning: Bool { slot.isRunning }

  /// Starts it and returns once it answers queries, at most 120 s; nothing when it runs.
  ///
  /// After a SIGKILL the processes of the one before may still hold its memory, which makes a start end at
  /// once: it is tried again.
  public func start() throws {
    if !FileManager.default.fileExists(atPath: slot.data.path) { try initialise() }
    for _ in 1..<40 {
      do { return try startOnce() } catch let error as TestServerError where error.isEnd {}
    }
    try startOnce()
  }

  private func startOnce() throws {
    // No socket file: its directory may be somebody else's.
    let options =
      ["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=32MB"] + settings
    try slot.start {
      // SIGQUIT lets it take its shared memory with it.
      try ServerProcess(
        asPostgres + ["\(programs)/postgres", "-D", slot.data.path, "-p", String(port)]
          + options.flatMap { ["-c", $0] }, environment: [:], log: slot.log, ending: "QUIT")
    } until: {
      (try? run(["\(programs)/pg_isready", "--quiet", "--host=127.0.0.1", "--port=\(port)"])) == true
    }
  }

  /// SIGKILL of the postmaster, and waits for its end.
  public func kill() { slot.end(SIGKILL) }

  /// SIGINT, PostgreSQL's fast shutdown, and waits for the end.
  public func stop() { slot.end(SIGINT) }

  /// Kills it and starts it again on the same directory and port.
  public func restart() throws {
    kill()
    try start()
  }

  /// What everybody may know: the server listens on loopback and dies with its test.
  private static let password = "sextant-test"

  /// PostgreSQL refuses to run as root: the words that make a command somebody else's.
  private var asPostgres: [String] {
    guard geteuid() == 0 else { return [] }
    let (user, group) = Self.owner
    return ["setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups"]
  }

  private static var owner: (user: uid_t, group: gid_t) {
    for name in ["postgres", "nobody"] {
      if let entry = getpwnam(name) { return (entry.pointee.pw_uid, entry.pointee.pw_gid) }
    }
    return (65_534, 65_534)
  }

  private func initialise() throws {
    let secret = slot.folder.appendingPathComponent("password")
    try Data("\(Self.password)\n".utf8).write(to: secret)
    if geteuid() == 0 {
      for path in [slot.folder.path, secret.path] where chown(path, Self.owner.user, Self.owner.group) != 0 {
        throw TestServerError("cannot give \(path) to the user of PostgreSQL")
      }
    }
    let isMade = try run(
      asPostgres + [
        "\(programs)/initdb", "--pgdata=\(slot.data.path)", "--username=sextant",
        "--pwfile=\(secret.path)", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
      ])
    guard isMade else { throw TestServerError("initdb failed in \(slot.folder.path)") }
  }

  private func run(_ command: [String]) throws -> Bool {
    ChildProcess.wait(
      for: try ChildProcess.start(command, environment: ProcessInfo.processInfo.environment))
  }
}
