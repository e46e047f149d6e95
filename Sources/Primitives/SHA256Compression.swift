/// What takes a block of SHA-256 into its state (FIPS 180-4, 6.2.2): in Swift, or a routine of the machine.
///
/// All give the same words, and differ only in what they take. Nothing in the core knows a machine: a shell
/// that finds its processor has instructions for it hands the routine in.
public struct SHA256Compression: Sendable {
  /// A routine that takes sixteen words, as numbers, into eight.
  public typealias Routine =
    @convention(c) @Sendable (_ state: UnsafeMutablePointer<UInt32>, _ block: UnsafePointer<UInt32>) -> Void

  private let routine: Routine?

  /// In Swift, on any machine.
  public static let portable = SHA256Compression(routine: nil)

  /// By a routine that must give what the standard says, for every block and state.
  public init(_ routine: Routine) { self.init(routine: routine) }

  private init(routine: Routine?) { self.routine = routine }

  @inline(__always)
  func compress(_ block: [16 of UInt32], into state: inout [8 of UInt32]) {
    guard let routine else {
      SHA256.compress(block, into: &state)
      return
    }
    var words = state.mutableSpan
    words.withUnsafeMutableBufferPointer { words in
      block.span.withUnsafeBufferPointer { block in
        if let words = words.baseAddress, let block = block.baseAddress { routine(words, block) }
      }
    }
  }
}
