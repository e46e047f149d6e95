import Foundation
import Testing

@Suite("What the program finds around it")
struct GroundTests {
  @Test("Too few open files are named as such, with what to do")
  func descriptors() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/sextant-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = Process()
    let said = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", #"ulimit -n 20; exec "$0" serve --port 0 --data "$1""#, ServedProcess.program.path, folder,
    ]
    process.standardError = said
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.contains("may have 20 files and sockets open, and needs at least 128"), "\(text)")
    #expect(text.contains("ulimit -n"))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("A password file that others can read is named in the log once, with what to do")
  func passwordFile() throws {
    let program = try ConfiguredProcess(
      ["serve", "--port", "0", "--log", "json"], file: "{}")
    let path = program.folder.path + "/password"
    try Data("hunter2\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try program.write(
      "{stores: {questdb: {connection: 'host=127.0.0.1 port=1 user=a dbname=b', password_file: '\(path)'}}}")
    try program.start()
    program.waitForLine("session begun")
    let lines = program.waitForLine("others on this machine can read a password file", "chmod 600")
    #expect(lines.count == 1)
    #expect(lines.first?.contains("password") == true)
    #expect(!program.said.contains("hunter2"))
    program.send(SIGTERM)
    #expect(program.end() == 0)
  }
}
