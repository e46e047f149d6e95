/// Text nobody can guess, for tokens, cookies and nonces.
public enum RandomText {
  /// Bytes from the system's generator as lower case hexadecimal digits, two a byte.
  public static func hexadecimal(bytes count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in
      let byte = UInt8.random(in: .min ... .max, using: &generator)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
