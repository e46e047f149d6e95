/// A statement as one connection's server knows it, its name ready for C.
@safe
final class ServerStatement {
  let statement: PreparedStatement
  /// The name at the server: ours and the generation.
  let serverName: String
  let cName: UnsafeMutablePointer<CChar>

  init(_ statement: PreparedStatement, generation: Int) {
    self.statement = statement
    serverName = "\(statement.name)_\(generation)"
    let bytes = serverName.utf8CString
    unsafe cName = .allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { unsafe (cName + index).initialize(to: byte) }
  }

  deinit { unsafe cName.deallocate() }
}
