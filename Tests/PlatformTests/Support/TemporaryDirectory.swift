import Glibc

/// A directory of its own for one test, removed with what is in it.
final class TemporaryDirectory {
  let path: String

  init() {
    var template = Array((P_tmpdir + "/platform-test-XXXXXX").utf8CString)
    _ = mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    remove(path)
  }

  private func remove(_ directory: String) {
    guard let stream = opendir(directory) else { return }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      let child = directory + "/" + name
      if unlink(child) != 0 { remove(child) }
    }
    closedir(stream)
    rmdir(directory)
  }
}
