internal import Glibc

/// The bytes of a tape in order, decompressed when it is a gzip file, which its first two bytes tell.
///
/// Never more than one block of the file is in memory. Owns the file descriptor.
final class TapeFile {
  /// Bytes of the file in memory at most.
  static let blockBytes = 256 << 10

  let path: String
  /// Size of the file when it was opened, bytes.
  let size: Int64
  private let descriptor: Int32
  private var gzip: GzipStream?
  private var input: [UInt8]
  private var pending = 0..<0
  private var fileBytes: Int64 = 0
  /// Between two members of a gzip stream: the file may end here.
  private var betweenMembers = false

  init(path: String) throws(TapeError) {
    self.path = path
    // Without O_NONBLOCK a pipe that nobody writes to would keep us waiting before it could be refused.
    descriptor = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT ? .missing(path) : .unreadable(path, reason: Self.text(of: code))
    }
    var status = stat()
    let known = unsafe fstat(descriptor, &status)
    size = known == 0 ? Int64(status.st_size) : 0
    input = [UInt8](repeating: 0, count: Self.blockBytes)
    guard known == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path, reason: "it is \(Self.kind(status.st_mode)), not a regular file")
    }
    try refill()
    if pending.count >= 2, input[0] == 0x1f, input[1] == 0x8b {
      guard let stream = GzipStream() else { throw .unreadable(path, reason: "memory is short") }
      gzip = stream
    }
  }

  deinit { _ = close(descriptor) }

  /// Bytes of the file consumed so far, compressed where the file is.
  var bytesRead: Int64 { fileBytes - Int64(pending.count) }

  /// Fills `buffer` behind its first `offset` bytes as far as one step goes; 0 at the end.
  ///
  /// `rows` is what the message of an error says was read.
  func read(into buffer: inout [UInt8], from offset: Int, rows: Int64) throws(TapeError) -> Int {
    guard offset < buffer.count else { return 0 }
    guard let gzip else { return try readPlain(into: &buffer, from: offset) }
    while true {
      if pending.isEmpty {
        try refill()
        if pending.isEmpty {
          if betweenMembers { return 0 }
          throw .truncated(path, rows: rows)
        }
      }
      if betweenMembers {
        // Zero padding may follow the last member; anything else must be another one.
        if input[pending.lowerBound] == 0 {
          pending = pending.dropFirst()
          continue
        }
        gzip.reset()
        betweenMembers = false
      }
      switch gzip.step(input[pending], into: &buffer, from: offset) {
      case .moved(let taken, let given):
        pending = pending.dropFirst(taken)
        if given > 0 { return given }
        // Neither end moved: zlib waits for what will never come.
        if taken == 0 { throw .corrupt(path, rows: rows, reason: "the stream does not advance") }
      case .finished(let taken, let given):
        pending = pending.dropFirst(taken)
        betweenMembers = true
        if given > 0 { return given }
      case .corrupt(let reason): throw .corrupt(path, rows: rows, reason: reason)
      }
    }
  }

  private func readPlain(into buffer: inout [UInt8], from offset: Int) throws(TapeError) -> Int {
    guard pending.isEmpty else {
      let count = min(pending.count, buffer.count - offset)
      let taken = pending.prefix(count)
      buffer.replaceSubrange(offset..<offset + count, with: input[taken])
      pending = pending.dropFirst(count)
      return count
    }
    let count = try readFile(into: &buffer, from: offset)
    fileBytes += Int64(count)
    return count
  }

  private func refill() throws(TapeError) {
    let count = try readFile(into: &input, from: 0)
    fileBytes += Int64(count)
    pending = 0..<count
  }

  private func readFile(into buffer: inout [UInt8], from offset: Int) throws(TapeError) -> Int {
    while true {
      let free = buffer.count - offset
      let count = unsafe buffer.withUnsafeMutableBytes { target in
        unsafe Glibc.read(descriptor, target.baseAddress.map { unsafe $0 + offset }, free)
      }
      if count >= 0 { return count }
      let code = errno
      if code != EINTR { throw .unreadable(path, reason: Self.text(of: code)) }
    }
  }

  /// What stands at a path that is no regular file.
  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a directory"
    case S_IFIFO: "a pipe"
    case S_IFCHR: "a character device"
    case S_IFBLK: "a block device"
    case S_IFSOCK: "a socket"
    default: "of an unknown kind"
    }
  }

  private static func text(of code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
