/// What a JSON text from outside may cost us.
public struct JSONLimits: Sendable, Equatable {
  /// Most containers inside each other.
  public var maxDepth: Int
  /// Most bytes of the whole text.
  public var maxBytes: Int
  /// Most bytes of one string or number as written, quotes not counted.
  public var maxStringBytes: Int

  /// 32 levels, 1 MiB, strings of 64 KiB unless said otherwise.
  public init(maxDepth: Int = 32, maxBytes: Int = 1 << 20, maxStringBytes: Int = 1 << 16) {
    self.maxDepth = maxDepth
    self.maxBytes = maxBytes
    self.maxStringBytes = maxStringBytes
  }
}
