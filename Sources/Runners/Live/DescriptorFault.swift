/// Too few open files are allowed for the service to run at all.
public struct DescriptorFault: Error, Equatable, CustomStringConvertible {
  /// How many files and sockets the process may have open.
  public let reached: Int
  /// How many it needs to start.
  public let least: Int
  /// How many it would have with room for all connections.
  public let wanted: Int

  /// One paragraph, with what to do.
  public var description: String {
    "the process may have \(reached) files and sockets open, and needs at least \(least), better \(wanted): "
      + "raise the limit of open files (ulimit -n, LimitNOFILE of systemd)"
  }

  /// For our own files, those of each account beside the first, and a few connections.
  static func least(otherAccounts: Int) -> Int { 128 + 16 * otherAccounts }
}
