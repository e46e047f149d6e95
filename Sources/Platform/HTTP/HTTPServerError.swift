/// Why a server could not start.
public struct HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure callers branch on.
  public enum Code: String, Sendable {
    /// Another process listens there.
    case addressInUse
    /// The host is neither `localhost` nor an address of this machine.
    case badAddress
    /// A port below 1024 without the right to it.
    case permissionDenied
    /// Anything else, told by `errnoValue`.
    case system
  }

  /// The kind of failure.
  public var code: Code
  /// The host as it was given.
  public var host: String
  /// The port as it was given.
  public var port: UInt16
  /// The system's error number.
  public var errnoValue: Int32

  /// `cannot listen on 127.0.0.1:8080: Address already in use`.
  public var description: String {
    "cannot listen on \(host):\(port): \(SystemText.error(errnoValue))"
  }
}
