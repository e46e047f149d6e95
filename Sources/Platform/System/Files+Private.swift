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

  /// Makes a file empty and readable by its owner only where there is none; one that is there is not touched.
  /// What is wrong with the path is told by whoever opens the file.
  public static func claimPrivate(_ path: String) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether nobody but its owner may read or write a file; nil when there is none.
  public static func isPrivate(_ path: String) -> Bool? {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? information.st_mode & 0o066 == 0 : nil
  }

  /// Removes a file; one that is not there is fine.
  public static func remove(_ path: String) throws(FileError) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw FileError(errno: errno, "remove", path)
  }
}
