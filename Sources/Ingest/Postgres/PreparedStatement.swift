/// A statement executed often, by name.
///
/// Within a connection the same name always means the same statement. The server knows it under the name
/// and a running number, so that a statement a server has spoilt is never met again.
public struct PreparedStatement: Hashable, Sendable {
  /// Lower-case letters, digits and underscores, at most 48.
  public let name: String
  /// One statement with the placeholders $1, $2 …
  public let sql: String
  /// The OID of each parameter's type; see `PostgresType`.
  public let parameterTypes: [UInt32]
  /// Rows each execution must report; 0: not checked, nor is the rest of its transaction. Checked is the
  /// sum over a transaction.
  public let rowsPerExecution: Int

  /// A statement; a bad name or more than 32,767 parameters is a bug of the caller.
  public init(name: String, sql: String, parameterTypes: [UInt32], rowsPerExecution: Int = 1) {
    precondition(
      (1...48).contains(name.utf8.count) && name.utf8.allSatisfy(Self.isNameByte),
      "the name of a prepared statement is lower-case letters, digits and underscores")
    precondition(parameterTypes.count <= 32_767, "a statement has at most 32,767 parameters")
    precondition(rowsPerExecution >= 0, "rows are counted from 0")
    self.name = name
    self.sql = sql
    self.parameterTypes = parameterTypes
    self.rowsPerExecution = rowsPerExecution
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }
}

/// Type OIDs that parameters are bound with.
public enum PostgresType {
  /// The server infers the type from where the parameter stands.
  public static let inferred: UInt32 = 0
  /// `bind(_: Bool)`.
  public static let bool: UInt32 = 16
  /// `bind(_: Int64)`.
  public static let int8: UInt32 = 20
  /// `bind(_: String)`.
  public static let text: UInt32 = 25
  /// `bind(_: Double)`.
  public static let float8: UInt32 = 701
  /// `bind(_: String)`.
  public static let varchar: UInt32 = 1_043
  /// `bind(timestampMicros:)`.
  public static let timestamp: UInt32 = 1_114
  /// `bind(timestampMicros:)`.
  public static let timestamptz: UInt32 = 1_184
}
