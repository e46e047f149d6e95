import Foundation

/// Where commands print: lines to standard output and standard error, unbuffered.
enum Terminal {
  static func out(_ line: String) { write(line + "\n", to: .standardOutput) }
  static func error(_ line: String) { write(line + "\n", to: .standardError) }

  /// Bytes as they are; false when nobody reads them any more.
  @discardableResult
  static func out(bytes: [UInt8]) -> Bool {
    (try? FileHandle.standardOutput.write(contentsOf: Data(bytes))) != nil
  }

  private static func write(_ text: String, to handle: FileHandle) {
    // A closed pipe is the reader's choice, not a failure of ours.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
