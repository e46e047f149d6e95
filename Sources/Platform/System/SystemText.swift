internal import CSys

/// The system's words for its error numbers.
enum SystemText {
  /// `No such file or directory` for ENOENT.
  static func error(_ number: Int32) -> String {
    var text = [CChar](repeating: 0, count: 128)
    unsafe sx_error_text(number, &text, text.count)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
