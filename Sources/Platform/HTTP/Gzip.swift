internal import CZlib

/// Compression for answers.
public enum Gzip {
  /// Below this a body is sent as it is: the saving is less than a packet.
  public static let leastBytes = 1_024

  /// The gzip stream of some bytes at zlib's quickest level; nil when that is not shorter, or memory is
  /// short. The same bytes give the same stream.
  public static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var control = unsafe z_stream()
    return unsafe withUnsafeMutablePointer(to: &control) { control -> [UInt8]? in
      guard unsafe sx_deflate_init(control, 1) == Z_OK else { return nil }
      defer { unsafe deflateEnd(control) }
      var output = [UInt8](repeating: 0, count: bytes.count)
      let status = unsafe bytes.withUnsafeBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
          // zlib takes a mutable pointer and never writes through it. The output is as long as the
          // input: what needs more is not worth sending.
          unsafe control.pointee.next_in = unsafe UnsafeMutablePointer(mutating: source.baseAddress)
          unsafe control.pointee.avail_in = UInt32(clamping: source.count)
          unsafe control.pointee.next_out = target.baseAddress
          unsafe control.pointee.avail_out = UInt32(clamping: target.count)
          return unsafe deflate(control, Z_FINISH)
        }
      }
      guard status == Z_STREAM_END else { return nil }
      output.removeLast(unsafe Int(control.pointee.avail_out))
      return output
    }
  }

  /// Whether a client takes gzip, by the values of its `Accept-Encoding` lines (RFC 9110, 12.5.3): named
  /// with a weight above 0, or covered by `*` and not named with 0.
  static func isAccepted(_ lines: [String]) -> Bool {
    var named: Bool?
    var others: Bool?
    for part in lines.flatMap({ $0.split(separator: ",") }) {
      let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
      guard let coding = pieces.first else { continue }
      let isWanted = !pieces.dropFirst().contains { isZero($0) }
      if coding == "gzip" || coding == "x-gzip" { named = isWanted }
      if coding == "*" { others = isWanted }
    }
    return named ?? others ?? false
  }

  /// `q=0`, `q=0.0` and so on.
  private static func isZero(_ parameter: String) -> Bool {
    guard parameter.hasPrefix("q=") else { return false }
    let digits = parameter.dropFirst(2)
    return !digits.isEmpty && digits.allSatisfy { $0 == "0" || $0 == "." }
  }
}

extension HTTPResponse {
  /// The same, compressed when the client takes that and it is worth it. Says in `Vary` that it depends.
  public func compressed(for request: HTTPRequest) -> HTTPResponse {
    guard body.count >= Gzip.leastBytes else { return self }
    var copy = adding("Vary", "Accept-Encoding")
    guard Gzip.isAccepted(request.headerValues("Accept-Encoding")), let shorter = Gzip.compress(body)
    else { return copy }
    copy.body = shorter
    return copy.adding("Content-Encoding", "gzip")
  }
}
