import Foundation
import Platform
import TestSupport
import Testing

@Suite("sextant signals -, when its service goes away")
struct SignalsProcessTests {
  @Test("ends with code 1 and says why, though whoever writes the lines keeps the pipe open")
  func serviceGone() throws {
    let (listener, port) = try Loopback.listen()
    let service = OwnThread.start(name: "one-answer") {
      let connection = accept(listener, nil, nil)
      // The first signal is answered; the second finds the connection closed.
      _ = Loopback.read(connection)
      _ = Loopback.write(
        Array("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}".utf8), to: connection)
      _ = Loopback.read(connection)
      close(connection)
      close(listener)
    }
    let process = Process()
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.executableURL = ServedProcess.program
    process.arguments = ["signals", "-", "--url", "http://127.0.0.1:\(port)"]
    (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    input.fileHandleForWriting.write(Data("{}\n".utf8))
    let verdict = output.fileHandleForReading.availableData
    #expect(String(decoding: verdict, as: UTF8.self) == #"{"line":1,"status":201,"verdict":{}}"# + "\n")
    input.fileHandleForWriting.write(Data("{}\n".utf8))
    let isOver = ended(process)
    #expect(isOver)
    guard isOver else { return }
    service.join()
    #expect(process.terminationStatus == 1)
    let later = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(later.hasPrefix(#"{"line":2,"status":0,"#))
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(said.hasPrefix("sextant: "))
    try input.fileHandleForWriting.close()
  }

  private func ended(_ process: Process) -> Bool {
    let deadline = MonotonicClock.nowNanoseconds() + ServedProcess.deadlineNanos
    let pause = OneShot<Bool>()
    while process.isRunning, MonotonicClock.nowNanoseconds() < deadline { _ = pause.wait(upTo: 10_000_000) }
    return !process.isRunning
  }
}
