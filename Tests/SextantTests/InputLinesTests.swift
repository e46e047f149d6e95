import Glibc
import Platform
import Testing

@testable import sextant

@Suite("Lines of standard input")
struct InputLinesTests {
  /// The lines of what is written into a pipe in these pieces.
  private func lines(_ pieces: [[UInt8]], maxBytes: Int) -> [InputLines.Line] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return [] }
    let writing = ends[1]
    let writer = OwnThread.start(name: "writes") {
      for piece in pieces { _ = write(writing, piece, piece.count) }
      close(writing)
    }
    defer {
      writer.join()
      close(ends[0])
    }
    var input = InputLines(descriptor: ends[0], maxBytes: maxBytes)
    var found: [InputLines.Line] = []
    while let line = input.next() { found.append(line) }
    return found
  }

  @Test("come whole, in whatever pieces they arrive, the last one without an end too")
  func pieces() {
    let found = lines(["a", "b\n\nc", "d\r\n", "e"].map { Array($0.utf8) }, maxBytes: 10)
    #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == ["ab", "", "cd\r", "e"])
    #expect(found.map(\.isBlank) == [false, true, false, false])
    #expect(lines([], maxBytes: 10).isEmpty)
  }

  @Test("are kept up to the cap and no further, and the next one is whole again")
  func cap() {
    let long = [UInt8](repeating: 0x20, count: 200_000) + Array("\n12345\n123456\n".utf8)
    let found = lines([long], maxBytes: 5)
    #expect(found.map(\.isTooLong) == [true, false, true])
    #expect(found.map(\.bytes.count) == [0, 5, 0])
    #expect(found.first?.isBlank == false)
  }
}
