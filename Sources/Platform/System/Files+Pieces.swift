internal import Glibc

extension Files {
  /// Hands over the first bytes of a file piece by piece.
  ///
  /// - Throws: `.failed` also when the file is shorter.
  public static func readPieces(
    of path: String, bytes: Int64, _ body: ([UInt8]) -> Void
  ) throws(FileError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, "read", path) }
    defer { close(descriptor) }
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var left = bytes
    while left > 0 {
      let got = unsafe Glibc.read(descriptor, &chunk, min(chunk.count, Int(left)))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw FileError(errno: got < 0 ? errno : EIO, "read", path) }
      body(got == chunk.count ? chunk : Array(chunk[..<got]))
      left -= Int64(got)
    }
  }

  /// The last bytes of a file, fewer when it is shorter.
  public static func tail(of path: String, bytes: Int) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, "read", path) }
    defer { close(descriptor) }
    let end = lseek(descriptor, 0, SEEK_END)
    guard lseek(descriptor, max(end - bytes, 0), SEEK_SET) >= 0 else {
      throw FileError(errno: errno, "read", path)
    }
    return try readAll(descriptor, path, maxBytes: bytes)
  }

  /// Writes bytes behind what a file holds.
  public static func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, "write", path) }
    defer { close(descriptor) }
    let failure = writeAll(bytes, to: descriptor)
    guard failure == 0 else { throw FileError(errno: failure, "write", path) }
  }
}
