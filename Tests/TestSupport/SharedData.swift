internal import CZlib
public import Foundation
public import Primitives

/// The team's shared test data: oracles taken from elsewhere, not kept in this repository.
///
/// The one place that reads `SEXTANT_SHARED`; without it, `../shared` beside the package. A test that
/// needs it is skipped by name when it is absent.
public enum SharedData {
  /// Root of the shared folder, whether it exists or not.
  public static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["SEXTANT_SHARED"], !path.isEmpty {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appendingPathComponent("shared", isDirectory: true)
  }()

  /// True when the oracles of `data/cases` are there.
  public static var isPresent: Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent("data/cases").path)
  }

  /// The bytes of a file, by its path under the root.
  public static func data(_ path: String) throws -> Data {
    try Data(contentsOf: root.appendingPathComponent(path))
  }

  /// The lines of a text file, unpacked when it is a gzip file, by its path under the root.
  public static func lines(_ path: String) throws -> [Substring] {
    guard let file = gzopen(root.appendingPathComponent(path).path, "rb") else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = gzread(file, &block, UInt32(block.count))
      guard count >= 0 else { throw CocoaError(.fileReadCorruptFile) }
      if count == 0 { break }
      bytes += block.prefix(Int(count))
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  /// A JSON object, by its path under the root.
  public static func object(_ path: String) throws -> [String: Any] {
    let any = try JSONSerialization.jsonObject(with: data(path))
    guard let object = any as? [String: Any] else { throw CocoaError(.fileReadCorruptFile) }
    return object
  }

  /// A JSON number or a number in a string as a decimal, digits beyond the twelfth rounded half-even;
  /// nil for anything else. A number is taken by its shortest text.
  public static func decimal(_ any: Any?) -> Fixed? {
    if let text = any as? String { return decimal(text: text) }
    guard let number = any as? NSNumber else { return nil }
    return decimal(text: "\(number.doubleValue)")
  }

  /// A number as JSON writes it, exponents too, rounded as above; nil for anything else.
  static func decimal(text: String) -> Fixed? {
    let parts = text.lowercased().split(separator: "e")
    guard let digits = parts.first else { return nil }
    guard parts.count == 2, let exponent = Int(parts[1]) else {
      return try? Fixed(parsing: String(digits), rounding: .halfEven)
    }
    let isNegative = digits.hasPrefix("-")
    let unsigned = digits.drop { $0 == "-" }
    let whole = unsigned.prefix { $0 != "." }
    let fraction = unsigned.dropFirst(whole.count + 1)
    var all = String(whole + fraction)
    var point = whole.count + exponent
    if point <= 0 { (all, point) = (String(repeating: "0", count: 1 - point) + all, 1) }
    if point > all.count { all += String(repeating: "0", count: point - all.count) }
    let plain = (isNegative ? "-" : "") + all.prefix(point) + "." + all.dropFirst(point) + "0"
    return try? Fixed(parsing: String(plain), rounding: .halfEven)
  }
}
