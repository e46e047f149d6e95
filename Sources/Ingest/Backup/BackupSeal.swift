import Platform
import Primitives

/// The last line of a backup: the SHA-256 of everything before it.
///
/// SQLite checks how its pages hang together and not what stands in them: without the seal a bit that
/// turned would come back as another amount. SQLite reads as many pages as its header counts, so a line
/// behind them is in nobody's way.
enum BackupSeal {
  private static let mark = Array("\nsextant backup sha256 ".utf8)
  private static let byteCount = mark.count + 65

  /// Puts the seal on a finished file.
  static func put(on path: String) throws(FileError) {
    try Files.append(line(try hash(path, bytes: Files.size(path) ?? 0)), to: path)
  }

  /// Whether a file ends with the seal of what it holds.
  static func isIntact(_ path: String) throws(FileError) -> Bool {
    let bytes = (Files.size(path) ?? 0) - Int64(byteCount)
    guard bytes > 0 else { return false }
    return try Files.tail(of: path, bytes: byteCount) == line(hash(path, bytes: bytes))
  }

  private static func hash(_ path: String, bytes: Int64) throws(FileError) -> [UInt8] {
    var hash = SHA256()
    try Files.readPieces(of: path, bytes: bytes) { hash.update($0) }
    return hash.finalize()
  }

  private static func line(_ hash: [UInt8]) -> [UInt8] {
    mark + Array(SHA256.hexadecimal(of: hash).utf8) + [0x0A]
  }
}
