import Testing

@testable import Ingest
@testable import Platform

@Suite("A server that is none, or hostile", .timeLimit(.minutes(2)))
struct HostileServerTests {
  private let generous: Int64 = 60_000_000_000

  private func failure(
    _ string: ConnectionString, timeoutNanos: Int64 = 60_000_000_000, interrupt: Interrupt? = nil
  ) throws -> PostgresError {
    do {
      _ = try PostgresConnection.open(string, timeoutNanos: timeoutNanos, interrupt: interrupt)
    } catch {
      #expect(!"\(error)".contains("s3cr3t-pw") && !error.message.contains("\n"), "\(error)")
      return error
    }
    throw WireFault("it connected")
  }

  @Test("is not there")
  func closedPort() throws {
    let string = try ConnectionString(
      "host=127.0.0.1 port=\(FakeServer.closedPort()) user=u password=s3cr3t-pw")
    let error = try failure(string)
    #expect(error.code == .cannotConnect)
    #expect(error.message.contains("Connection refused"))
  }

  @Test("says nothing: the deadline ends it", arguments: ["disable", "prefer", "require"])
  func silent(sslmode: String) throws {
    let server = try FakeServer([.hold])
    let start = MonotonicClock.nowNanoseconds()
    let error = try failure(server.string("sslmode=\(sslmode)"), timeoutNanos: 300_000_000)
    let took = MonotonicClock.nowNanoseconds() - start
    #expect(error.code == .timedOut)
    #expect(error.message.contains("127.0.0.1:\(server.port) took the connection and did not answer"))
    #expect(took >= 300_000_000 && took < 10_000_000_000)
  }

  @Test("says nothing: connect_timeout in the string counts when it is shorter")
  func silentWithOwnTimeout() throws {
    let server = try FakeServer([.hold])
    let error = try failure(server.string("sslmode=disable connect_timeout=1"))
    #expect(error.code == .timedOut)
    #expect(error.message.contains("within 1000 ms"))
  }

  @Test("closes at once")
  func closes() throws {
    let error = try failure(FakeServer([]).string())
    #expect(error.code == .cannotConnect)
  }

  @Test(
    "speaks another protocol",
    arguments: [
      "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n",
      "220 mail.example ESMTP\r\n", "Y\0\0\0\n8.0.36\0", "\u{1}\u{2}\u{3}garbage garbage garbage",
      "-ERR unknown command\r\n",
    ], ["disable", "prefer"])
  func foreign(words: String, sslmode: String) throws {
    for step in [FakeServer.Step.answer(Array(words.utf8)), .say(Array(words.utf8))] {
      let server = try FakeServer([step, .hold])
      let error = try failure(server.string("sslmode=\(sslmode)"))
      #expect(error.code == .notThisProtocol, "\(error)")
      #expect(error.message.hasPrefix("127.0.0.1:\(server.port) does not speak PostgreSQL"), "\(error)")
    }
  }

  @Test("speaks SSH, whose first letter is also a yes to TLS")
  func secureShell() throws {
    let server = try FakeServer([.say(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)), .hold])
    #expect(try failure(server.string()).code == .notThisProtocol)
    let error = try failure(server.string("sslmode=prefer"), timeoutNanos: 300_000_000)
    #expect([.notThisProtocol, .timedOut].contains(error.code))
  }

  @Test("repeats the password in its words")
  func echo() throws {
    let words = "password authentication failed, you said 's3cr3t-pw'\nreally s3cr3t-pw"
    let server = try FakeServer([.answer(FakeMessage.error("FATAL", "28P01", words))])
    let error = try failure(server.string())
    #expect(error.code == .refusedLogin)
    #expect(error.sqlState == "28P01")
    #expect(error.message.contains("you said '***' really ***"))
  }

  @Test("is full")
  func full() throws {
    let server = try FakeServer([.answer(FakeMessage.error("FATAL", "53300", "too many clients"))])
    let error = try failure(server.string())
    #expect(error.code == .cannotConnect)
    #expect(error.sqlState == "53300")
  }

  @Test(
    "was asked with a value that libpq does not take",
    arguments: ["sslmode=perhaps", "port=70000", "port=1,2"])
  func badSetting(word: String) throws {
    let error = try failure(ConnectionString("host=127.0.0.1 user=u " + word))
    #expect(error.code == .badConnectionString, "\(error)")
  }

  @Test("answers no query: the deadline ends it, and the connection")
  func silentQuery() throws {
    let server = try FakeServer([.answer(FakeMessage.welcome), .hold])
    let connection = try PostgresConnection.open(server.string(), timeoutNanos: generous)
    connection.answerTimeoutNanos = 200_000_000
    let error = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
    #expect(error?.code == .timedOut)
    #expect(!connection.isOpen)
    let later = #expect(throws: PostgresError.self) { try connection.query("SELECT 1") }
    #expect(later?.code == .lost)
  }

  @Test("gives its reason and goes while a transaction is in flight")
  func goesAway() throws {
    let reason = FakeMessage.error("FATAL", "57P01", "terminating connection, s3cr3t-pw")
    let server = try FakeServer([.answer(FakeMessage.welcome), .answer(reason)])
    let connection = try PostgresConnection.open(server.string(), timeoutNanos: generous)
    var transaction = WireTransaction()
    transaction.beginExecution(of: PreparedStatement(name: "one", sql: "SELECT", parameterTypes: []))
    try connection.submit(transaction)
    let error = #expect(throws: PostgresError.self) { try connection.receive() }
    #expect(error?.code == .lost)
    #expect(error?.sqlState == "57P01")
    #expect(error?.message == "terminating connection, ***")
    #expect(!connection.isOpen && connection.inFlight == 0)
    let later = #expect(throws: PostgresError.self) { try connection.recover() }
    #expect(later?.code == .lost)
  }

  @Test("sends garbage in the middle of an answer")
  func garbage() throws {
    let server = try FakeServer([.answer(FakeMessage.welcome), .answer(Array(repeating: 0xFF, count: 4_096))])
    let connection = try PostgresConnection.open(server.string(), timeoutNanos: generous)
    let error = #expect(throws: PostgresError.self) { try connection.query("SELECT 1") }
    #expect(error?.code == .lost)
    #expect(!connection.isOpen)
  }

  @Test("an interrupt ends the wait for a connection and the wait for an answer")
  func interrupt() throws {
    let early = Interrupt()
    let silent = try FakeServer([.heard { early.raise() }, .hold])
    #expect(try failure(silent.string(), interrupt: early).code == .interrupted)

    let late = Interrupt()
    let server = try FakeServer([.answer(FakeMessage.welcome), .heard { late.raise() }, .hold])
    let connection = try PostgresConnection.open(server.string(), timeoutNanos: generous, interrupt: late)
    let error = #expect(throws: PostgresError.self) { try connection.execute("SELECT 1") }
    #expect(error?.code == .interrupted)
    #expect(late.isRaised && !connection.isOpen)
  }
}

/// What a test of the wire could not do.
struct WireFault: Error {
  let what: String

  init(_ what: String) { self.what = what }
}
