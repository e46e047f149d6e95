/// The executions of one transaction, their parameters in one flat buffer, to be filled again and again.
///
/// Parameters travel in binary. Every execution is given as many values as its statement has parameters,
/// in their order and of their types; a missing or surplus value is a bug of the caller. It grows without
/// a cap of its own: the caller watches `byteCount` and `executionCount`, and QuestDB drops the connection
/// at a single execution beyond its receive buffer (1 MiB unless set otherwise).
public struct WireTransaction: Sendable {
  /// One execution: which statement, and where its values begin in `lengths`.
  struct Execution {
    let statement: Int
    let firstValue: Int
  }

  /// Microseconds from 1970 to 2000, where PostgreSQL's timestamps count from.
  static let microsTo2000: Int64 = 946_684_800_000_000

  private(set) var statements: [PreparedStatement] = []
  private(set) var executions: [Execution] = []
  /// Bytes of each value, -1 for NULL.
  private(set) var lengths: [Int32] = []
  /// The values, one after the other; only the first `byteCount` bytes count.
  private(set) var bytes: [UInt8] = []
  /// Bytes of all values.
  public private(set) var byteCount = 0
  private var valuesDue = 0

  /// Nothing to execute.
  public init() {}

  /// Executions begun.
  public var executionCount: Int { executions.count }

  /// Empties it and keeps its memory.
  public mutating func reset() {
    statements.removeAll(keepingCapacity: true)
    executions.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    byteCount = 0
    valuesDue = 0
  }

  /// Begins the next execution; the one before must have all its values.
  public mutating func beginExecution(of statement: PreparedStatement) {
    precondition(isComplete, "an execution lacks values")
    let index = index(of: statement)
    executions.append(Execution(statement: index, firstValue: lengths.count))
    valuesDue = lengths.count + statement.parameterTypes.count
  }

  /// True when the last execution has all its values.
  var isComplete: Bool { lengths.count == valuesDue }

  /// NULL.
  public mutating func bindNull() { lengths.append(-1) }

  /// float8, every bit kept.
  public mutating func bind(_ value: Double) { append(value.bitPattern) }

  /// int8.
  public mutating func bind(_ value: Int64) { append(UInt64(bitPattern: value)) }

  /// bool.
  public mutating func bind(_ value: Bool) {
    makeRoom(for: 1)
    bytes[byteCount] = value ? 1 : 0
    byteCount += 1
    lengths.append(1)
  }

  /// timestamp: microseconds since 1970 UTC, sent as microseconds since 2000.
  public mutating func bind(timestampMicros micros: Int64) {
    // Beyond 290,000 years before 1970 the difference has no room: the earliest value there is.
    let (since2000, overflows) = micros.subtractingReportingOverflow(Self.microsTo2000)
    append(UInt64(bitPattern: overflows ? .min : since2000))
  }

  /// Text as UTF-8. A NUL byte, which PostgreSQL refuses, goes as it is.
  public mutating func bind(_ text: String) {
    // In place where the text lies in one piece, which it does outside of Darwin.
    let isBound: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe append(copying: $0) }
    if isBound == nil {
      var text = text
      text.withUTF8 { unsafe append(copying: $0) }
    }
  }

  @unsafe
  private mutating func append(copying source: UnsafeBufferPointer<UInt8>) {
    makeRoom(for: source.count)
    let position = byteCount
    unsafe bytes.withUnsafeMutableBytes { target in
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[position...]).copyMemory(
        from: UnsafeRawBufferPointer(source))
    }
    byteCount += source.count
    lengths.append(Int32(clamping: source.count))
  }

  private mutating func append(_ bits: UInt64) {
    makeRoom(for: 8)
    let position = byteCount
    unsafe bytes.withUnsafeMutableBytes { target in
      unsafe target.storeBytes(of: bits.bigEndian, toByteOffset: position, as: UInt64.self)
    }
    byteCount += 8
    lengths.append(8)
  }

  private mutating func makeRoom(for count: Int) {
    if bytes.count - byteCount >= count { return }
    let wanted = max(2 * bytes.count, byteCount + count, 4_096)
    bytes.append(contentsOf: repeatElement(0, count: wanted - bytes.count))
  }

  private mutating func index(of statement: PreparedStatement) -> Int {
    if let last = executions.last, statements[last.statement].name == statement.name { return last.statement }
    for (index, known) in statements.enumerated() where known.name == statement.name { return index }
    statements.append(statement)
    return statements.count - 1
  }
}
