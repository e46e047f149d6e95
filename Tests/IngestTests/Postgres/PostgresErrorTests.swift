import Testing

@testable import Ingest

@Suite("What a PostgreSQL server says")
struct PostgresErrorTests {
  @Test("becomes one line, each line said once")
  func oneLine() {
    #expect(ServerText.oneLine("one\n\ttwo  three \r\none\n\u{7}\n") == "one two three")
    #expect(ServerText.oneLine("") == "")
  }

  @Test("is cut to 1,024 bytes between characters", arguments: ["x", "é", "語", "🧭"])
  func cut(letter: String) {
    let message = PostgresError(.server, String(repeating: letter, count: 1_100_000)).message
    #expect(message.utf8.count <= 1_024 && message.utf8.count > 1_016)
    #expect(message.hasSuffix("…") && message.dropLast().allSatisfy { String($0) == letter })
    let fits = String(repeating: letter, count: 256)
    #expect(PostgresError(.server, fits).message == fits)
  }

  @Test("loses its secrets, however often and wherever they occur")
  func scrubbed() {
    #expect(ServerText.scrubbed("hunter2 and hunter2hunter2.", of: ["hunter2"]) == "*** and ******.")
    #expect(ServerText.scrubbed("hunter\u{301}2", of: ["hunter"]) == "***\u{301}2")
    #expect(ServerText.scrubbed("short", of: ["", "much too long"]) == "short")
  }

  @Test("has no SQLSTATE where QuestDB gives its 00000")
  func state() {
    #expect(PostgresError(.server, "no", sqlState: "00000").sqlState == nil)
    #expect(PostgresError(.server, "no", sqlState: "00000").description == "server: no")
    #expect(PostgresError(.refusedLogin, "no", sqlState: "28P01").description == "refusedLogin (28P01): no")
  }

  @Test("is taken out of libpq's verbose words at a refused login")
  func refusal() {
    let (words, state) = ServerText.refusal(
      "connection to server at \"h\", port 1 failed: FATAL:  3D000: database \"x\" does not exist\n"
        + "LOCATION:  InitPostgres, postinit.c:885\n")
    #expect(state == "3D000")
    #expect(words == "connection to server at \"h\", port 1 failed: FATAL: database \"x\" does not exist")
    #expect(ServerText.refusal("could not connect: Connection refused").sqlState == nil)
    #expect(ServerText.refusal("FATAL:  short").words == "FATAL:  short")
  }

  @Test("ends the connection unless it is a statement's refusal")
  func ending() {
    for code in PostgresError.Code.allCases {
      #expect(PostgresError(code, "x").endsConnection == (code != .server))
    }
  }
}
