import Glibc

/// A pipe whose reading end the test controls.
final class Pipe: Sendable {
  let reading: Int32
  let writing: Int32

  init() {
    var ends: [Int32] = [0, 0]
    _ = pipe(&ends)
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// What is in the pipe until `count` newlines have come.
  func readLines(_ count: Int) -> [String] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count(where: { $0 == 10 }) < count {
      let got = read(reading, &chunk, chunk.count)
      if got <= 0 { break }
      bytes.append(contentsOf: chunk[0..<got])
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
