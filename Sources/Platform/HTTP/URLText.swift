/// Text as it stands in a URL (RFC 3986): everything but unreserved characters is percent-encoded.
public enum URLText {
  /// One name or value of a query, or one segment of a path.
  public static func encode(_ text: String) -> String { encode(text, keeping: []) }

  /// A path; `/` stays.
  public static func encode(path: String) -> String { encode(path, keeping: [UInt8(ascii: "/")]) }

  private static func encode(_ text: String, keeping kept: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      case _ where kept.contains(byte): bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
