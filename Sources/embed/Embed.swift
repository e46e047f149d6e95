import Glibc

/// Writes a Swift file that holds the given files: `embed OUTPUT [NAME PATH]...`.
///
/// Run by the EmbedFiles plugin. A string literal holds any valid UTF-8 byte for byte; a file that is not
/// UTF-8 is refused. No Foundation: the tool is built before the targets that wait for it.
@main
struct Embed {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let output = arguments.first, arguments.count % 2 == 1 else {
      fail("usage: embed OUTPUT [NAME PATH]...")
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for index in stride(from: 1, to: arguments.count, by: 2) {
      files.append((arguments[index], read(arguments[index + 1])))
    }
    write(generate(files.sorted { $0.name < $1.name }), to: output)
  }

  /// The whole file at `path`.
  private static func read(_ path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { fail("cannot open \(path)") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        count = unsafe max(0, Glibc.read(descriptor, buffer.baseAddress, 65_536))
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    guard String(validating: bytes, as: UTF8.self) != nil else { fail("\(path) is not UTF-8 text") }
    return bytes
  }

  /// Replaces the file at `path`.
  private static func write(_ bytes: [UInt8], to path: String) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { fail("cannot write \(path)") }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      guard count > 0 else { fail("cannot write \(path)") }
      written += count
    }
    guard close(descriptor) == 0 else { fail("cannot write \(path)") }
  }

  /// Says why on standard error and ends with 1, which fails the build.
  private static func fail(_ reason: String) -> Never {
    let line = Array("embed: \(reason)\n".utf8)
    _ = unsafe line.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
    exit(1)
  }
}
