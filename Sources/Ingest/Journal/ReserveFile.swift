import Platform

/// Room kept back on the disk: given up when it is full, so that what must still be journaled can be.
public struct ReserveFile: Sendable {
  /// How much is kept back.
  public static let bytes: Int64 = 16 << 20

  private let path: String

  /// The reserve of a data directory.
  public init(directory: String) { path = directory + "/reserve" }

  /// Takes the room, if it is not taken already; false when there is none.
  @discardableResult
  public func fill() -> Bool { Files.size(path) == Self.bytes || Files.reserve(path, bytes: Self.bytes) }

  /// Gives the room back; false when there is none to give.
  public func giveUp() -> Bool {
    guard Files.size(path) != nil else { return false }
    do throws(FileError) {
      try Files.remove(path)
      return true
    } catch { return false }
  }
}
