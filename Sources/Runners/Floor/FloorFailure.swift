/// Why a floor stopped.
struct FloorFailure: Error, Sendable, CustomStringConvertible {
  /// For people: what failed and what to do.
  let description: String
}
