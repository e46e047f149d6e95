internal import Glibc

/// Why a file could not be read, written or made.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure callers branch on.
  public enum Code: Sendable, Equatable {
    /// There is nothing at this path.
    case notFound
    /// There is something at this path, and there must not be.
    case alreadyExists
    /// We may not.
    case permissionDenied
    /// The disk is full, or the quota is used up.
    case noSpace
    /// The file is larger than the caller accepts.
    case tooLarge
    /// Its group or others may read or write it, and it holds secrets.
    case notPrivate
    /// Another process has the lock; its pid when the lock file says so.
    case locked(byProcess: Int32?)
    /// Anything else, told by `errnoValue`.
    case other
  }

  /// The kind of failure.
  public var code: Code
  /// What was done, as a verb: `read`, `write`, `lock`, ...
  public var operation: String
  /// The path as the caller gave it.
  public var path: String
  /// The system's error number, 0 when it was not the system that refused.
  public var errnoValue: Int32

  init(_ code: Code, _ operation: String, _ path: String, errnoValue: Int32 = 0) {
    self.code = code
    self.operation = operation
    self.path = path
    self.errnoValue = errnoValue
  }

  init(errno number: Int32, _ operation: String, _ path: String) {
    let code: Code =
      switch number {
      case ENOENT, ENOTDIR: .notFound
      case EEXIST: .alreadyExists
      case EACCES, EPERM, EROFS: .permissionDenied
      case ENOSPC, EDQUOT: .noSpace
      default: .other
      }
    self.init(code, operation, path, errnoValue: number)
  }

  /// `cannot read plan.json: No such file or directory`.
  public var description: String {
    let reason: String
    switch code {
    case .tooLarge: reason = "it is larger than allowed"
    case .notPrivate: reason = "others may read or write it: chmod 600"
    case .locked(let process?): reason = "process \(process) is using it"
    case .locked(nil): reason = "another process is using it"
    case .notFound, .alreadyExists, .permissionDenied, .noSpace, .other:
      reason = SystemText.error(errnoValue)
    }
    return "cannot \(operation) \(path): \(reason)"
  }
}
