internal import Glibc

/// The few things we do with whole files.
public enum Files {
  /// The absolute path of something that exists, links followed; nil when it does not.
  public static func canonicalPath(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Everything in a file.
  ///
  /// - Throws: `.tooLarge` as soon as there is more than `maxBytes`.
  public static func read(_ path: String, maxBytes: Int) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, "read", path) }
    defer { close(descriptor) }
    return try readAll(descriptor, path, maxBytes: maxBytes)
  }

  /// What is left in an open file.
  static func readAll(
    _ descriptor: Int32, _ path: String, maxBytes: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if got == 0 { return bytes }
      if got < 0 {
        if errno == EINTR { continue }
        throw FileError(errno: errno, "read", path)
      }
      bytes.append(contentsOf: chunk[0..<got])
      guard bytes.count <= maxBytes else { throw FileError(.tooLarge, "read", path) }
    }
  }

  /// Puts bytes into a file that only we can read, all or nothing: a crash leaves the old content or
  /// the new, never a part. On the disk when it returns.
  public static func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(errno: errno, "write", path) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    close(descriptor)
    if failure == 0, unsafe rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      _ = unsafe unlink(temporary)
      throw FileError(errno: failure, "write", path)
    }
    syncDirectory(of: path)
  }

  /// Makes an empty file that only we can read, under a name that must be free.
  public static func createEmpty(_ path: String) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(errno: errno, "create", path) }
    close(descriptor)
  }

  /// Puts a finished file on the disk and gives it its name, which must be free.
  public static func publish(_ temporary: String, as path: String) throws(FileError) {
    let descriptor = unsafe open(temporary, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, "read", temporary) }
    let failure = fsync(descriptor) == 0 ? 0 : errno
    close(descriptor)
    guard failure == 0 else { throw FileError(errno: failure, "write", temporary) }
    // A second name and then one less: unlike a rename this replaces nothing.
    guard unsafe link(temporary, path) == 0 else { throw FileError(errno: errno, "create", path) }
    _ = unsafe unlink(temporary)
    syncDirectory(of: path)
  }

  /// Bytes that may still be written where a path lies; nil when that cannot be read.
  public static func freeBytes(at path: String) -> Int64? {
    var information = statvfs()
    guard unsafe statvfs(path, &information) == 0 else { return nil }
    return Int64(clamping: information.f_bavail.multipliedReportingOverflow(by: information.f_frsize).0)
  }

  /// Makes a file of so many bytes whose room is its own, or leaves one that is there; false without room.
  public static func reserve(_ path: String, bytes: Int64) -> Bool {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    if posix_fallocate(descriptor, 0, Int(bytes)) == 0 { return true }
    _ = unsafe unlink(path)
    return false
  }

  /// The size of a file in bytes; nil when there is none.
  public static func size(_ path: String) -> Int64? {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? Int64(information.st_size) : nil
  }

  /// The names in a directory, sorted; nil when it cannot be read.
  public static func names(in directory: String) -> [String]? {
    (try? list(directory)) ?? nil
  }

  /// The names in a directory, sorted; nil when there is none.
  public static func list(_ directory: String) throws(FileError) -> [String]? {
    guard let stream = unsafe opendir(directory) else {
      if errno == ENOENT { return nil }
      throw FileError(errno: errno, "read", directory)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno == 0 { break }
        throw FileError(errno: errno, "read", directory)
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes a directory that only we can enter, and those above it. One that exists is fine.
  public static func createDirectory(_ path: String) throws(FileError) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "/") + part
      if unsafe mkdir(prefix, 0o700) != 0, errno != EEXIST {
        throw FileError(errno: errno, "create", path)
      }
    }
    var information = stat()
    guard unsafe stat(path, &information) == 0 else { throw FileError(errno: errno, "create", path) }
    guard information.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(errno: ENOTDIR, "create", path)
    }
  }

  /// 0 or the error number.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Puts the new name itself on the disk. Some file systems refuse; the content is safe all the same.
  private static func syncDirectory(of path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let directory = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
    let descriptor = unsafe open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}
