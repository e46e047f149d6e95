internal import Glibc

extension Files {
  /// Everything in a file that nobody but its owner may read or write: for secrets.
  ///
  /// The open file is judged, not its name, so nothing can be put in its place in between.
  ///
  /// - Throws: `.notPrivate` when its group or others have any right to it.
  public static func readPrivate(_ path: String, maxBytes: Int) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, "read", path) }
    defer { close(descriptor) }
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else { throw FileError(errno: errno, "read", path) }
    guard information.st_mode & 0o066 == 0 else { throw FileError(.notPrivate, "read", path) }
    return try readAll(descriptor, path, maxBytes: maxBytes)
  }

  /// Removes a file; one that is not there is fine.
  public static func remove(_ path: String) throws(FileError) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw FileError(errno: errno, "remove", path)
  }
}
