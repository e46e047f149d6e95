internal import CSys
internal import Glibc

/// Keeps a data directory to one process: a lock on its file `lock`, which holds our pid.
///
/// The kernel frees the lock when the process ends, however it ends, so a stale file locks nobody out.
public final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock without waiting.
  ///
  /// - Throws: `.locked(byProcess:)` when another process has it.
  public init(directory: String) throws(FileError) {
    let path = directory + "/lock"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(errno: errno, "lock", directory) }
    let result = sx_lock_file(descriptor)
    guard result == 0 else {
      let holder = Self.process(in: descriptor)
      close(descriptor)
      if result == -EWOULDBLOCK { throw FileError(.locked(byProcess: holder), "lock", directory) }
      throw FileError(errno: -result, "lock", directory)
    }
    // The pid only helps a person; a full disk does not make the lock any weaker.
    _ = ftruncate(descriptor, 0)
    _ = Files.writeAll(Array("\(getpid())\n".utf8), to: descriptor)
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  private static func process(in descriptor: Int32) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let got = unsafe pread(descriptor, &text, text.count, 0)
    guard got > 0 else { return nil }
    let digits = text[0..<got].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}
