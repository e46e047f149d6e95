internal import CSys

/// How many files and sockets the process may have open at once.
public enum DescriptorLimit {
  /// Raises the limit to what is wanted, or as far as the system lets us, never lowers it. What it is now.
  public static func raise(to wanted: Int) -> Int {
    let reached = sx_descriptor_limit(UInt64(clamping: wanted))
    return reached < 0 ? 0 : Int(clamping: reached)
  }
}
