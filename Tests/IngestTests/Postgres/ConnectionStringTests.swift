import Foundation
import Testing

@testable import Ingest

@Suite("A connection string")
struct ConnectionStringTests {
  private let secret = "hunter2"

  private func complaint(_ text: String) -> PostgresError? {
    do {
      _ = try ConnectionString(text)
      return nil
    } catch {
      return error
    }
  }

  @Test("is read from words, quoted or not, and from a URI")
  func reads() throws {
    let words = try ConnectionString("host=db.example port=8812 user = admin dbname='my \\'data\\' \\\\ x'")
    #expect(words.value("host") == "db.example")
    #expect(words.value("port") == "8812")
    #expect(words.value("user") == "admin")
    #expect(words.value("dbname") == "my 'data' \\ x")
    #expect(words.value("sslmode") == nil)
    let uri = try ConnectionString(
      "postgresql://me:p%40ss@[::1]:5433/desk?sslmode=require&target_session_attrs=any")
    #expect(uri.value("host") == "::1")
    #expect(uri.value("dbname") == "desk")
    #expect(uri.value("sslmode") == "require")
    #expect(uri.secrets == ["p@ss"])
  }

  @Test("describes itself as words that read back to the same, the passwords aside")
  func describes() throws {
    let string = try ConnectionString("host=a,b port=1,2 dbname='' user='o\\'brien \\\\' sslmode=disable")
    #expect(try ConnectionString(string.description) == string)
  }

  @Test(
    "shows its password nowhere",
    arguments: [
      "host=h user=u password=hunter2", "postgres://u:hunter2@h/d", "sslpassword=hunter2 host=h",
      "postgresql://h/d?password=hunter2&user=u",
    ])
  func hidesPassword(text: String) throws {
    for string in [try ConnectionString(text), try ConnectionString("host=h").withPassword(secret)] {
      var dumped = ""
      dump(string, to: &dumped)
      var nested = ""
      dump(["in": [string]], to: &nested)
      let shown = [
        string.description, string.debugDescription, "\(string)", String(reflecting: string),
        String(describing: [string]), dumped, nested,
      ]
      for text in shown {
        #expect(!text.contains(secret) && text.contains("host"), "\(text)")
      }
      #expect(string.value("password") == nil)
      #expect(string.value("sslpassword") == nil)
      #expect(string.secrets == [secret])
    }
  }

  @Test("refuses an unknown keyword by its name")
  func unknownKeyword() {
    #expect(complaint("host=h hots=x")?.message.hasPrefix("unknown keyword hots (") == true)
    #expect(complaint("postgres://h/d?hots=x")?.message.hasPrefix("unknown keyword hots (") == true)
    #expect(complaint("hots=x password='a b'")?.message.hasPrefix("unknown keyword hots (") == true)
    #expect(complaint("host=h hots=x")?.code == .badConnectionString)
  }

  @Test(
    "says what is wrong without quoting what may be a password",
    arguments: [
      "password=my hunter2", "password=my hunter2=x", "password='hunter2", "password=my hunter2 host=h",
      "postgres://u:hunter2%zz@h/d", "postgres://h/d?pa=hunter2%zz",
      "postgres://u:hunter2@[::1/d", "postgres://u@h/d?password=hunter2%zz", "hunter2",
      "host=h password=hunter2\u{0}",
      // What spills out of a password that is not quoted or encoded.
      "postgresql://u:p@hunter2@h/d", "postgresql://u:1/hunter2@h/d", "host=h password = x hunter2=y",
      "host=h PASSWORD=x hunter2=y",
    ])
  func complainsInSilence(text: String) throws {
    let error = try #require(complaint(text))
    #expect(error.code == .badConnectionString)
    #expect(!"\(error)".contains("hunter2"), "\(error)")
    #expect(error.message.utf8.count > 15)
  }

  @Test("has a limit of 16 KiB")
  func limit() {
    #expect(
      complaint("host=h dbname=" + String(repeating: "x", count: 16_384))?.message
        == "longer than 16384 bytes")
    #expect(complaint("host=h dbname=" + String(repeating: "x", count: 16_000)) == nil)
  }

  @Test(
    "must name a server: libpq's own idea of one is nobody's intention",
    arguments: ["", " ", "port=8812 user=admin", "host='' port=1", "postgresql:///desk", "password=hunter2"])
  func namesNoServer(text: String) throws {
    let error = try #require(complaint(text))
    #expect(error.message == "it names no server: host= is missing")
  }

  @Test(
    "names a server by its name, its address, a socket's directory or a service",
    arguments: [
      "host=h", "hostaddr=127.0.0.1", "service=desk", "postgres://h", "postgresql://%2Fvar%2Frun/desk",
    ])
  func namesServer(text: String) { #expect(complaint(text) == nil) }

  @Test("takes a password from the first line of a file")
  func passwordFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    func password(_ content: String) throws -> String {
      try Data(content.utf8).write(to: file)
      return try ConnectionString.password(file: file.path)
    }
    #expect(try password("hunter2") == secret)
    #expect(try password("hunter2\n") == secret)
    #expect(try password("hunter2\r\nsecond\n") == secret)
    #expect(try password(" two words \n") == " two words ")
    for bad in ["", "\nhunter2", "a\u{0}b", String(repeating: "x", count: 4_097)] {
      let error = #expect(throws: PostgresError.self) { try password(bad) }
      #expect(error?.code == .badConnectionString)
    }
    let absent = #expect(throws: PostgresError.self) {
      try ConnectionString.password(file: file.path + "-absent")
    }
    #expect(absent?.message.contains("-absent") == true)
  }
}
