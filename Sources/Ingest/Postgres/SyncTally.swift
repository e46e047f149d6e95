internal import CLibPQ

/// What the answers of one sync add up to.
struct SyncTally {
  /// The first refusal.
  private(set) var refused: PostgresError?
  /// Rows reported by all statements.
  private(set) var rows = 0
  /// A COMMIT was answered by COMMIT.
  private(set) var isCommitted = false

  /// Keeps the first refusal.
  mutating func refuse(_ error: PostgresError) {
    if refused == nil { refused = error }
  }

  /// Adds a success: `INSERT 0 n`, `BEGIN`, `COMMIT`.
  @unsafe
  mutating func count(_ result: OpaquePointer) {
    guard let tag = unsafe PQcmdStatus(result) else { return }
    if unsafe tag.pointee == CChar(UInt8(ascii: "C")) {
      if unsafe String(cString: tag) == "COMMIT" { isCommitted = true }
      return
    }
    guard var digit = unsafe PQcmdTuples(result) else { return }
    var value: Int32 = 0
    while case let byte = unsafe digit.pointee, byte >= 48, byte <= 57 {
      value = value &* 10 &+ Int32(byte &- 48)
      unsafe digit += 1
    }
    rows += Int(value)
  }
}
