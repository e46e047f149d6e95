import Foundation
import Platform
import Primitives

/// A directory of its own for one test, gone with it.
final class Scratch {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a quote tape of BTCUSDT: a seeded walk with swings wide enough for averages to cross.
  func quoteTape(rows: Int, seed: UInt64 = 7) throws -> String {
    var random = SeededGenerator(seed: seed)
    var text = "ts_ns,bid,bid_size,ask,ask_size\n"
    var at: Int64 = 1_700_000_000_000_000_000
    var tenths: Int64 = 600_000
    var drift: Int64 = 3
    for row in 0..<rows {
      at += Int64(100_000_000 + random.below(400_000_000))
      if row % 150 == 0 { drift = -drift }
      tenths += drift + Int64(random.below(41)) - 20
      let size = "0.\(100 + random.below(900))"
      let ask = tenths + 1
      text += "\(at),\(tenths / 10).\(tenths % 10),\(size),\(ask / 10).\(ask % 10),\(size)\n"
    }
    let file = path + "/BTCUSDT_quotes.csv"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }
}
